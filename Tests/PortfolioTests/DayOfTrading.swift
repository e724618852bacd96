import Configuration
import Events
import Market
import PaperRun

/// A day with orders in every state and every fault of the paper venue.
enum DayOfTrading {
  static let names = ["EUR_USD", "EUR_JPY", "USD_JPY"]

  /// 2026-01-14, 14:30 UTC.
  static let start = PaperRun.wednesday.adding(nanoseconds: 5_400 * nanosecondsPerSecond)

  static func run() throws -> PaperRun {
    let run = try PaperRun(names, at: start, PaperRun.seldomRounds)
    try run.warm(prices(0))
    try run.release()
    try tradeWell(run)
    for (number, fault) in PaperFault.allCases.enumerated() {
      try trade(run, with: fault, opening: Int64(number) + 2)
    }
    try reopen(run, 20)
    try operate(run)
    try endDay(run)
    return run
  }

  private static func prices(_ shift: Int64) -> [(name: String, bid: Int64, ask: Int64)] {
    [
      ("EUR_USD", 1_100_000 + shift * 10, 1_100_020 + shift * 10),
      ("EUR_JPY", 165_990_000 + shift * 1_000, 166_000_000 + shift * 1_000),
      ("USD_JPY", 150_900_000, 150_905_000),
    ]
  }

  private static func quote(_ run: PaperRun, _ shift: Int64) throws {
    for (name, bid, ask) in prices(shift) { try run.quote(name, bid, ask) }
  }

  private static func reopen(
    _ run: PaperRun, _ number: Int64, _ change: (inout TradingSettings) -> Void = { _ in }
  ) throws {
    try run.open(
      number,
      PaperRun.settings(names) {
        PaperRun.seldomRounds(&$0)
        change(&$0)
      })
    try quote(run, number)
    if run.isKilled { try run.release() }
  }

  private static func tradeWell(_ run: PaperRun) throws {
    try run.order("EUR_USD", 1_000)
    try run.order("EUR_USD", 500, stop: 1_099_000)
    try run.order("EUR_JPY", -700, take: 165_000_000)
    try run.order("EUR_JPY", 100)
    try run.pass(milliseconds: 250)
    try quote(run, 3)
    try run.pass(seconds: 16)
    try run.order("EUR_USD", -200)
    try run.close("EUR_JPY", 300)
    try run.pass(milliseconds: 300)
    // The nearer stop is reached, then the take of the short.
    try run.quote("EUR_USD", 1_098_990, 1_099_010)
    try run.quote("EUR_JPY", 164_900_000, 164_910_000)
    try run.close("EUR_USD")
    try run.pass(seconds: 1)
    try quote(run, 0)
  }

  /// An increase and a reduction under one fault, with a position that was opened without it.
  private static func trade(_ run: PaperRun, with fault: PaperFault, opening: Int64) throws {
    try reopen(run, opening * 2)
    try run.order("EUR_USD", 1_000)
    try run.pass(milliseconds: 400)
    try reopen(run, opening * 2 + 1) {
      $0.paperFaults = [PaperFaultRate(fault: fault, perMille: 1_000)]
    }
    try run.order("EUR_JPY", 200)
    try run.order("EUR_USD", -300)
    try run.pass(milliseconds: 100)
    try run.order("EUR_USD", 50)
    try run.pass(milliseconds: 1_000)
    try run.close("EUR_USD")
    try run.pass(seconds: 20)
    try quote(run, opening)
    try run.pass(seconds: 60)
    try quote(run, opening)
    // What the fault left over goes without one.
    try reopen(run, opening * 2 + 1)
    for name in names { try run.close(name) }
    try run.pass(seconds: 1)
    try quote(run, 0)
    // Three unknown orders hold the kill switch for ten minutes.
    if run.isKilled { try run.warm(minutes: 11, prices(0)) }
  }

  private static func operate(_ run: PaperRun) throws {
    try run.order("EUR_USD", 1_000)
    try run.pass(seconds: 1)
    try run.disable("EUR_USD")
    try run.order("EUR_USD", 1)
    try run.enable("EUR_USD")
    try run.readOnly(true)
    try run.order("EUR_USD", 1)
    try run.readOnly(false)
    try run.observe("EUR_USD", 1_300)
    try run.order("EUR_USD", 1)
    try run.order("EUR_USD", -300)
    try run.pass(seconds: 1)
    try run.observe("EUR_USD", 700)
    try run.engage()
    try run.order("EUR_JPY", 1)
    try run.release()
    try reopen(run, 30) { $0.dryRunTrades = true }
    try run.order("EUR_JPY", 100)
    try reopen(run, 31) { $0.pmMaxOpenLots = 1 }
    try run.order("EUR_USD", 1)
    try reopen(run, 32) { $0.autoTpAtrCandles = 5 }
  }

  /// The market rests with a position and orders that wait; the next trading day begins; a flatten.
  private static func endDay(_ run: PaperRun) throws {
    let close = PaperRun.wednesday.adding(nanoseconds: 535 * 60 * nanosecondsPerSecond)
    try run.pass(to: close.adding(nanoseconds: -120 * nanosecondsPerSecond))
    try quote(run, 1)
    try run.pass(to: close.adding(nanoseconds: 10 * nanosecondsPerSecond))
    try run.close("EUR_USD", 100)
    try run.order("EUR_USD", 1)
    try run.close("EUR_USD", 100)
    try run.pass(seconds: 400)
    try run.flatten()
    try run.pass(seconds: 300)
    try quote(run, 2)
    try run.pass(seconds: 60)
  }
}

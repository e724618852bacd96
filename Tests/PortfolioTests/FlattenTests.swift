import Configuration
import Events
import Market
import Numerics
import PaperRun
import Portfolio
import Testing
import Turns

@Suite struct `After a flatten` {
  private static let pairs: [(name: String, bid: Int64, ask: Int64)] =
    PaperRun.usual + [("GBP_USD", 1_270_000, 1_270_020)]

  @Test func `an increase that was under way is closed as soon as it is filled`() throws {
    let run = try PaperRun.open(PaperRun.usual)
    try run.order("EUR_USD", 1_000)
    #expect(run.units("EUR_USD") == 0)
    #expect(try run.flatten().requests.isEmpty)
    let close = try run.pass(seconds: 1).requests
    #expect(close.map(\.intent) == [.close] && close.map(\.units.count) == [-1_000])
    try run.pass(seconds: 1)
    #expect(run.units("EUR_USD") == 0)
    #expect(run.engine.reducers.portfolio.endState(of: run.names).openOrders == 0)
  }

  @Test func `an increase that is ordered once the switch is released stays`() throws {
    let run = try PaperRun.open(PaperRun.usual)
    try run.flatten()
    try run.release()
    try run.order("EUR_USD", 1_000)
    #expect(try run.pass(seconds: 2).requests.isEmpty)
    #expect(run.units("EUR_USD") == 1_000)
  }

  @Test(arguments: 0..<24 as Range<UInt64>)
  func `whatever is filled later, every position ends flat`(seed: UInt64) throws {
    print("seed \(seed)")
    var random = SplitMix64(seed: seed)
    let latency = Int64(random.next(below: 5_000))
    let run = try PaperRun.open(Self.pairs) {
      $0.paperLatencyMilliseconds = latency
      $0.riskMaxTotalPositions = 8
      $0.paperSeed = Int64(seed)
      // All that delays or blurs an answer; a close that the venue refuses is an operator's to repeat.
      $0.paperFaults = [.delay, .dropReply, .duplicate, .partial]
        .map { PaperFaultRate(fault: $0, perMille: 250) }
    }
    for _ in 0..<12 {
      let name = run.names[Int(random.next(below: UInt64(run.names.count)))]
      let units = 1 + Int64(random.next(below: 900))
      try run.order(name, random.next(below: 2) == 0 ? units : -units)
      if random.next(below: 3) > 0 {
        try run.pass(milliseconds: Int64(random.next(below: 3_000)))
        try quotes(run)
      }
    }
    try run.flatten()
    for _ in 0..<60 {
      try run.pass(seconds: 5)
      try quotes(run)
    }
    for name in run.names { #expect(run.units(name) == 0, "\(name), seed \(seed)") }
    #expect(run.engine.reducers.portfolio.endState(of: run.names).openOrders == 0)
    #expect(try run.tape.replayed(as: .verify).difference == nil)
  }

  private func quotes(_ run: PaperRun) throws {
    for (name, bid, ask) in Self.pairs { try run.quote(name, bid, ask) }
  }
}

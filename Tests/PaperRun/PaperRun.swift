package import Configuration
package import Events
package import Market
import Portfolio
package import Turns

/// A node in memory that trades on paper: the engine of all reducers, its inputs, and the tape of its
/// turns.
///
/// It begins with an opening, the settings and the listings. Prices are millionths. Nothing sleeps: time is
/// what the inputs say.
package final class PaperRun {
  package private(set) var engine = TurnEngine(Reducers())
  package private(set) var tape = TurnTape()
  package private(set) var inputs: [Input] = []
  package let names: [String]
  package private(set) var now: Timestamp
  private var position: Int64 = 0

  /// Wednesday 2026-01-14, 13:00 UTC: Tokyo is shut, London and New York are open.
  package static let wednesday = Timestamp(nanoseconds: 1_768_395_600 * nanosecondsPerSecond)

  /// - Parameters:
  ///   - heard: Instruments that are listed behind the traded ones and are not traded.
  package init(
    _ traded: [String] = ["EUR_USD"], heard: [String] = [], at start: Timestamp = wednesday,
    _ change: (inout TradingSettings) -> Void = { _ in }
  ) throws {
    names = traded + heard
    now = start
    try open(1, PaperRun.settings(traded, change))
    for (number, name) in names.enumerated() { try list(name, UInt16(number)) }
  }

  /// Settings whose guards let any metrics pass, with the instruments that are traded.
  package static func settings(
    _ traded: [String], _ change: (inout TradingSettings) -> Void = { _ in }
  ) -> TradingSettings {
    var settings = TradingSettings()
    settings.instruments = traded.compactMap(Instrument.known)
    let none = [Double?](repeating: nil, count: traded.count)
    settings.hysteresisPairs = none
    settings.maxSpreadBasisPointsPairs = none
    settings.paperMarginRatePairs = none
    settings.guardMinCoherence = 0
    settings.guardMinStability = 0
    settings.guardMaxRupture = 1
    settings.guardMaxEntropy = 1
    settings.paperSlippageBasisPoints = 0
    change(&settings)
    return settings
  }

  /// Lets rounds come as seldom as they may: each is a turn that tests of orders do not look at.
  package static func seldomRounds(_ settings: inout TradingSettings) {
    settings.evalIntervalSeconds = 900
    settings.allocIntervalSeconds = 600
    settings.portfolioReconcileSeconds = 300
  }

  /// Lets the strategy leave alone what a test ordered.
  package static func keepsPositions(_ settings: inout TradingSettings) {
    settings.exitBeforeCloseEnabled = false
    settings.exitPnlEnabled = false
    settings.exitSlopeEnabled = false
  }

  /// Opens the journal once more, with settings of its own.
  package func open(_ number: Int64, _ settings: TradingSettings) throws {
    try run(.opening(number, at: now))
    let now = now
    try run(
      Input(time: now, occurredAt: now, source: 0, position: 1) { arena in
        .configurationApplied(
          arena.put(ConfigurationApplied(settings, layers: "", into: &arena)))
      })
  }

  private func list(_ name: String, _ number: UInt16) throws {
    let digits = Instrument.known(name)?.digits ?? 5
    let now = now
    try run(
      Input(time: now, occurredAt: now, source: 0, position: 1) { arena in
        .instrumentListed(
          InstrumentListed(
            instrument: InstrumentID(number), digits: UInt8(digits), name: arena.intern(name)))
      })
  }

  package func id(_ name: String) -> InstrumentID {
    InstrumentID(UInt16(names.firstIndex(of: name) ?? names.count))
  }

  /// Runs an input.
  ///
  /// - Returns: The events it and the timers before it came to.
  @discardableResult package func run(_ input: Input) throws -> [Fact] {
    let before = tape.turns.count
    inputs.append(input)
    try engine.run(input, into: &tape)
    now = max(now, input.time)
    return try tape.facts(from: before)
  }

  // MARK: Time and prices

  /// Lets time pass: an input that nobody subscribes to, so only timers speak.
  @discardableResult package func pass(milliseconds: Int64) throws -> [Fact] {
    now = now.adding(nanoseconds: milliseconds * nanosecondsPerMillisecond)
    return try run(
      command { _, _ in
        .commandUnreadable(
          CommandUnreadable(line: 1, reason: .notJson, head: Text(offset: 0, count: 0)))
      })
  }

  @discardableResult package func pass(seconds: Int64) throws -> [Fact] {
    try pass(milliseconds: seconds * 1_000)
  }

  /// Lets time pass up to an instant.
  @discardableResult package func pass(to instant: Timestamp) throws -> [Fact] {
    now = max(now, instant)
    return try pass(milliseconds: 0)
  }

  /// A quote now.
  @discardableResult package func quote(
    _ name: String, _ bid: Int64, _ ask: Int64, fromCandle: CandleMoment? = nil
  ) throws -> [Fact] {
    position += 1
    var tick = TickReceived(
      instrument: id(name), bid: Price(micros: bid), ask: Price(micros: ask))
    tick.fromCandle = fromCandle
    return try run(
      Input(
        time: now, occurredAt: now, source: 1, position: position, body: .tickReceived(tick)))
  }

  /// A minute candle that ends now.
  @discardableResult package func candle(
    _ name: String, open: Int64, high: Int64, low: Int64, close: Int64, side: PriceSide = .mid
  ) throws -> [Fact] {
    position += 1
    let candle = CandleReceived(
      instrument: id(name), openAt: now.adding(nanoseconds: -60 * nanosecondsPerSecond),
      barSeconds: 60, side: side, open: Price(micros: open), high: Price(micros: high),
      low: Price(micros: low), close: Price(micros: close))
    return try run(
      Input(
        time: now, occurredAt: now, source: 1, position: position, body: .candleReceived(candle)))
  }

  /// So many minutes of quotes that move by a point to and fro, so that candles, metrics and returns are
  /// there: a rupture needs 48 pairs. Quotes the usual prices last.
  package func warm(
    minutes: Int64 = 52, _ prices: [(name: String, bid: Int64, ask: Int64)]
  ) throws {
    let pattern: [Int64] = [0, 1, 2, 1, 0, 2, 1, 2]
    for minute in 0..<minutes {
      for (name, bid, ask) in prices {
        let point = Instrument.known(name)?.units.point ?? 10
        let shift = pattern[Int(minute) % pattern.count] * point
        try quote(name, bid + shift, ask + shift)
      }
      try pass(seconds: 60)
    }
    for (name, bid, ask) in prices { try quote(name, bid, ask) }
  }

  // MARK: Commands

  func command(_ make: (inout ByteBuffer, _ owner: Text) -> EventBody) -> Input {
    position += 1
    return Input(time: now, occurredAt: now, source: 2, position: position) { arena in
      let owner = arena.intern("ann")
      return make(&arena, owner)
    }
  }

  @discardableResult package func order(
    _ name: String, _ units: Int64, stop: Int64? = nil, take: Int64? = nil
  ) throws -> [Fact] {
    try run(
      command { arena, owner in
        .operatorOrderRequested(
          OperatorOrderRequested(
            owner: owner, reason: arena.intern("test"), instrument: id(name), units: Units(units),
            stop: stop.map { Price(micros: $0) }, take: take.map { Price(micros: $0) }))
      })
  }

  /// - Parameter units: nil closes all.
  @discardableResult package func close(_ name: String, _ units: Int64? = nil) throws -> [Fact] {
    try run(
      command { arena, owner in
        .closeRequested(
          CloseRequested(
            owner: owner, reason: arena.intern("test"), instrument: id(name),
            units: units.map { Units($0) }))
      })
  }

  @discardableResult package func flatten() throws -> [Fact] {
    try run(
      command { arena, owner in
        .flattenRequested(FlattenRequested(owner: owner, reason: arena.intern("test")))
      })
  }

  @discardableResult package func engage() throws -> [Fact] {
    try run(
      command { arena, owner in
        .killSwitchEngageRequested(
          KillSwitchEngageRequested(owner: owner, reason: arena.intern("test")))
      })
  }

  @discardableResult package func release(
    owner: String = "ann", reason: String = "test"
  ) throws -> [Fact] {
    try run(
      command { arena, _ in
        .killSwitchReleaseRequested(
          KillSwitchReleaseRequested(owner: arena.intern(owner), reason: arena.intern(reason)))
      })
  }

  @discardableResult package func disable(_ name: String) throws -> [Fact] {
    try run(
      command { arena, owner in
        .instrumentDisableRequested(
          InstrumentDisableRequested(
            owner: owner, reason: arena.intern("test"), instrument: id(name)))
      })
  }

  @discardableResult package func enable(_ name: String) throws -> [Fact] {
    try run(
      command { arena, owner in
        .instrumentEnableRequested(
          InstrumentEnableRequested(
            owner: owner, reason: arena.intern("test"), instrument: id(name)))
      })
  }

  @discardableResult package func readOnly(_ on: Bool) throws -> [Fact] {
    try run(
      command { arena, owner in
        .modeChangeRequested(
          ModeChangeRequested(owner: owner, reason: arena.intern("test"), readOnly: on))
      })
  }

  /// The venue says what it holds.
  @discardableResult package func observe(_ name: String, _ units: Int64) throws -> [Fact] {
    try run(
      command { _, _ in
        .positionObserved(PositionObserved(instrument: id(name), units: Units(units)))
      })
  }

  // MARK: What stands

  package func units(_ name: String) -> Int64 { engine.reducers.portfolio.units(of: id(name)) }

  package var isKilled: Bool { engine.reducers.portfolio.killSwitchState.isEngaged }

  package func facts() throws -> [Fact] { try tape.facts() }
}

extension PaperRun {
  package static let usual: [(name: String, bid: Int64, ask: Int64)] = [
    ("EUR_USD", 1_100_000, 1_100_020)
  ]

  /// A run whose gates are all open 40 minutes after its start: warm metrics, an account, and the kill
  /// switch released.
  package static func open(
    _ prices: [(name: String, bid: Int64, ask: Int64)] = usual,
    traded: [String]? = nil, at start: Timestamp = wednesday,
    _ change: (inout TradingSettings) -> Void = { _ in }
  ) throws -> PaperRun {
    let traded = traded ?? prices.map(\.name)
    let heard = prices.map(\.name).filter { !traded.contains($0) }
    let early = start.adding(nanoseconds: -12 * 60 * nanosecondsPerSecond)
    let run = try PaperRun(traded, heard: heard, at: early, change)
    try run.warm(prices)
    try run.release()
    return run
  }
}

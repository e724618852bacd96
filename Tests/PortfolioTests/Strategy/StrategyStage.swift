import Configuration
import Events
import Market
import Numerics
import PaperRun
import PaperVenue
import Portfolio
import Strategy
import Turns

/// What kernel and allocator say at the next candle.
struct StageScript: Sendable {
  var coherence: Int64 = 300_000
  var isReady = true
  /// Nil: no evaluation round.
  var gates: [Int64]?
  var cooldowns: [Int64] = []
  /// Nil: no allocation round.
  var weights: [Int64?]?
  /// As the schema numbers them; 0 is selected, 1 filled.
  var standings: [Int64] = []
  /// Nil: published. Else held, with whether it is reduce-only.
  var held: Bool?
}

/// The real portfolio and venue, with a kernel and an allocator that say what the test wants.
struct StageReducers: ReducerSet {
  var portfolio = PortfolioReducer()
  var venue = PaperVenueReducer()
  var script = StageScript()

  func judge(_ event: borrowing Event, into outbox: inout Outbox) {}

  func admits(_ quote: Quote) -> Bool { true }

  mutating func apply(_ actor: ActorName, _ event: borrowing Event, into outbox: inout Outbox) {
    switch actor {
    case .kernel: if case .candleReceived(let candle) = event.body { measure(candle, &outbox) }
    case .allocator: if case .candleReceived = event.body { allocate(&outbox) }
    case .portfolio: portfolio.apply(event, into: &outbox)
    case .venue: venue.apply(event, into: &outbox)
    case .ingest, .manifold: return
    }
  }

  mutating func apply(quote: Quote, into outbox: inout Outbox) -> ActorName? {
    portfolio.apply(quote: quote, into: &outbox)
    if outbox.hasEmitted { return .portfolio }
    venue.apply(quote: quote, into: &outbox)
    return outbox.hasEmitted ? .venue : nil
  }

  func wake(
    _ timer: TimerName, _ instrument: InstrumentID, at: Timestamp, into outbox: inout Outbox
  ) {
    if timer.actor == .portfolio { portfolio.wake(timer, instrument, at: at, into: &outbox) }
    if timer.actor == .venue { venue.wake(timer, instrument, at: at, into: &outbox) }
  }

  private func measure(_ candle: CandleReceived, _ outbox: inout Outbox) {
    outbox.emit(
      MetricsComputed(
        instrument: candle.instrument, kernel: .kernelV1, openAt: candle.openAt,
        asOf: candle.openAt.adding(nanoseconds: candle.barSeconds * nanosecondsPerSecond),
        step: .contiguous, price: candle.close ?? Price(micros: 1), pairs: 64,
        ready: script.isReady, bias: Ratio(micros: 0), coherence: Ratio(micros: script.coherence),
        stability: Ratio(micros: 600_000), entropy: Ratio(micros: 900_000),
        rupture: Ratio(micros: 100_000), ruptureDefined: true, evidenceQ32: 0, runAge: 0,
        nullCount: 0, flipCount: 0, overlapCount: 0, lambdaHazard: Ratio(micros: 0), sigmaEff: 0,
        daySigmaEff: 0, dayLambda: Ratio(micros: 0), state: .flux, generation: 0, band: .warm,
        triadCoherence: Ratio(micros: 0), triadStability: Ratio(micros: 0),
        triadEntropy: Ratio(micros: 0), pin: Pin(bits: 0, link: 0, r: 0, v: 0, older: 0, fill: 0)))
  }

  private func allocate(_ outbox: inout Outbox) {
    if let gates = script.gates {
      let zeros = gates.map { _ in Int64?(0) }
      let reals = gates.map { _ in Double?(0) }
      func whole(_ list: [Int64?]) -> Numbers { outbox.arena.intern(wholes: list) }
      let order = whole(gates.indices.map { Int64($0) })
      let open = whole(gates)
      let cooling = whole(script.cooldowns.isEmpty ? zeros : script.cooldowns)
      let none = whole(zeros)
      let real = outbox.arena.intern(reals: reals)
      outbox.emit(
        GatesPublished(
          instruments: order, gates: open, cooldowns: cooling, buffers: real, reasons: none,
          stepped: none, eligible: none, passes: none, fails: none, misses: none,
          cooldownUntil: none, floorsTrades: real, floorsCalmar: real, floorsPnl: real,
          missing: none, trades: none, calmar: real, pnlTotal: real, coverage: real))
    }
    guard let weights = script.weights else { return }
    let order = outbox.arena.intern(wholes: weights.indices.map { Int64?(Int64($0)) })
    let standings = outbox.arena.intern(
      wholes: script.standings.isEmpty
        ? weights.map { Int64?($0 == nil ? 2 : 0) }
        : script.standings.map { Int64?($0) })
    let scores = outbox.arena.intern(reals: weights.map { _ in Double?(0.5) })
    if let isReduceOnly = script.held {
      outbox.emit(
        AllocationHeld(
          reason: .blobStale, reduceOnly: isReduceOnly, instruments: order, standings: standings,
          scores: scores))
      return
    }
    var rank: Int64 = 0
    let ranks = weights.map { weight -> Int64? in
      guard weight != nil else { return nil }
      rank += 1
      return rank
    }
    let places = outbox.arena.intern(wholes: ranks)
    let shares = outbox.arena.intern(wholes: weights)
    outbox.emit(
      AllocationPublished(
        mode: .normal, reason: .ok, instruments: order, standings: standings, scores: scores,
        weights: shares, ranks: places))
  }
}

/// Minutes of a market that a test draws, with everything open unless it says otherwise.
final class StrategyStage {
  private(set) var engine = TurnEngine(StageReducers())
  private(set) var tape = TurnTape()
  private(set) var facts: [Fact] = []
  private(set) var now = PaperRun.wednesday
  let names: [String]
  private var position: Int64 = 0
  /// The middle of each instrument's price, in millionths.
  private(set) var prices: [Int64]
  var script: StageScript {
    get { engine.reducers.script }
    set { engine.reducers.script = newValue }
  }

  init(
    _ names: [String] = ["EUR_USD"], releases: Bool = true,
    _ change: (inout TradingSettings) -> Void = { _ in }
  ) throws {
    self.names = names
    prices = names.map { $0.hasSuffix("JPY") ? 150_000_000 : 1_100_000 }
    let settings = PaperRun.settings(names) {
      $0.pulseEnabled = false
      change(&$0)
    }
    try run(.opening(1, at: now))
    try run { arena in
      .configurationApplied(arena.put(ConfigurationApplied(settings, layers: "", into: &arena)))
    }
    for (number, name) in names.enumerated() {
      let digits = UInt8(Instrument.known(name)?.digits ?? 5)
      try run { arena in
        .instrumentListed(
          InstrumentListed(
            instrument: InstrumentID(UInt16(number)), digits: digits, name: arena.intern(name)))
      }
    }
    if releases { try release() }
    script.gates = names.map { _ in 1 }
    script.weights = names.map { _ in 1_000_000 / Int64(names.count) }
  }

  func release() throws {
    try run { arena in
      let text = arena.intern("ann")
      return .killSwitchReleaseRequested(KillSwitchReleaseRequested(owner: text, reason: text))
    }
  }

  func engage() throws {
    try run { arena in
      let text = arena.intern("ann")
      return .killSwitchEngageRequested(KillSwitchEngageRequested(owner: text, reason: text))
    }
  }

  func order(_ units: Int64, of index: Int = 0) throws {
    try run { arena in
      let text = arena.intern("ann")
      return .operatorOrderRequested(
        OperatorOrderRequested(
          owner: text, reason: text, instrument: InstrumentID(UInt16(index)), units: Units(units)))
    }
  }

  /// A minute in which every price moves by so many points: a quote each second ten, then the candles.
  ///
  /// - Parameter quoted: Whether quotes come.
  func minute(_ points: Int64 = 0, quoted: Bool = true) throws {
    let open = prices
    for step in 1...6 {
      now = now.adding(nanoseconds: 10 * nanosecondsPerSecond)
      for index in names.indices {
        let point: Int64 = names[index].hasSuffix("JPY") ? 1_000 : 10
        prices[index] = open[index] + points * point * Int64(step) / 6 / point * point
        if quoted { try quote(index) }
      }
    }
    for index in names.indices {
      let (first, last) = (open[index], prices[index])
      try run { _ in
        .candleReceived(
          CandleReceived(
            instrument: InstrumentID(UInt16(index)),
            openAt: now.adding(nanoseconds: -60 * nanosecondsPerSecond), barSeconds: 60, side: .mid,
            open: Price(micros: first), high: Price(micros: max(first, last)),
            low: Price(micros: min(first, last)), close: Price(micros: last)))
      }
      try quote(index, moment: .close)
    }
  }

  func minutes(_ count: Int, _ points: Int64 = 0) throws {
    for _ in 0..<count { try minute(points) }
  }

  /// Flat minutes that wobble, so that returns are known: value-at-risk needs thirty.
  func warm() throws {
    for minute in 0..<34 { try self.minute(minute % 2 == 0 ? 1 : -1) }
  }

  private func quote(_ index: Int, moment: CandleMoment? = nil) throws {
    let half: Int64 = names[index].hasSuffix("JPY") ? 1_000 : 10
    var tick = TickReceived(
      instrument: InstrumentID(UInt16(index)), bid: Price(micros: prices[index] - half),
      ask: Price(micros: prices[index] + half))
    tick.fromCandle = moment
    try run { _ in .tickReceived(tick) }
  }

  @discardableResult func run(_ make: (inout ByteBuffer) -> EventBody) throws -> [Fact] {
    position += 1
    return try run(Input(time: now, occurredAt: now, source: 1, position: position, make))
  }

  @discardableResult func run(_ input: Input) throws -> [Fact] {
    let before = tape.turns.count
    try engine.run(input, into: &tape)
    let new = try tape.facts(from: before)
    facts += new
    return new
  }

  func units(_ index: Int = 0) -> Int64 {
    engine.reducers.portfolio.units(of: InstrumentID(UInt16(index)))
  }

  func count(_ kind: EventKind) -> Int { facts.count { $0.kind == kind } }

  func last(_ kind: EventKind) -> Fact? { facts.last { $0.kind == kind } }

  func orders(_ reason: OrderReason) -> [OrderRequested] {
    facts.compactMap(\.requested).filter { $0.reason == reason }
  }
}

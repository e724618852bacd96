import Allocator
import Configuration
import Evaluator
import Events
import Market
import Numerics
import PaperRun
import Turns

/// A node in memory that takes whole candles, and what its allocator recorded.
///
/// Prices trend for some forty bars, turn, and trend again, so that the shadow of every instrument has trades.
/// Bars are fifteen minutes long unless a test says otherwise, so that thirty days are quick.
struct AllocatorRun: ~Copyable {
  var engine = TurnEngine(Reducers())
  var tape = TurnTape()
  private(set) var inputs: [Input] = []
  let names: [String]
  let bar: Granularity
  private(set) var now: Timestamp
  private var paths: [TrendingPath] = []
  private var position: Int64 = 0

  /// - Parameters:
  ///   - start: The end of the past and the begin of the run.
  ///   - pastDays: How many days of candles come in as priming.
  init(
    _ names: [String] = ["EUR_USD"], bar: Granularity = .m15,
    at start: Timestamp = PaperRun.wednesday,
    pastDays: Int64 = 0, _ change: (inout TradingSettings) -> Void = { _ in }
  ) throws {
    (self.names, self.bar, now) = (names, bar, start)
    paths = names.indices.map { TrendingPath(seed: UInt64($0 + 1)) }
    try open(1, Self.settings(names, bar, change))
    for (number, name) in names.enumerated() { try list(name, UInt16(number)) }
    try prime(days: pastDays)
  }

  /// Settings under which a shadow with any trades passes, and enters often.
  static func settings(
    _ names: [String], _ bar: Granularity, _ change: (inout TradingSettings) -> Void = { _ in }
  ) -> TradingSettings {
    PaperRun.settings(names) { settings in
      settings.candleGranularity = bar
      settings.coherenceGate = 0
      settings.directionMinCoherenceDelta = -1
      settings.directionLookback = 3
      settings.evalMinTrades = 1
      settings.evalCalmarMin = -9
      settings.evalPnlMin = -1
      change(&settings)
    }
  }

  mutating func open(_ number: Int64, _ settings: TradingSettings) throws {
    let (start, seconds) = (now, bar.seconds)
    try run(
      Input(time: start, occurredAt: start, source: 0, position: 1) { arena in
        let none = Text(offset: 0, count: 0)
        return .runStarted(
          arena.put(
            RunStarted(
              journal: .zero, opening: number, random: 1, rulesVersion: rulesVersion,
              codeVersion: none, schemaFingerprint: .zero, configuration: none,
              configurationHash: .zero, barSeconds: seconds, candleSource: .broker,
              stabilizingIn: 2, convergedIn: 4, stabilizingOut: 1, convergedOut: 3,
              signalStride: 4, signaturePrecision: 2, clock: .fileStamps, wallClock: .zero,
              durable: true)))
      })
    try run(
      Input(time: start, occurredAt: start, source: 0, position: 1) { arena in
        .configurationApplied(arena.put(ConfigurationApplied(settings, layers: "", into: &arena)))
      })
  }

  private mutating func list(_ name: String, _ number: UInt16) throws {
    let digits = Instrument.known(name)?.digits ?? 5
    try run(
      Input(time: now, occurredAt: now, source: 0, position: 1) { arena in
        .instrumentListed(
          InstrumentListed(
            instrument: InstrumentID(number), digits: UInt8(digits), name: arena.intern(name)))
      })
  }

  mutating func run(_ input: Input) throws {
    inputs.append(input)
    try engine.run(input, into: &tape)
    now = max(now, input.time)
  }

  // MARK: Candles

  private mutating func prime(days: Int64) throws {
    let bars = days * 86_400 / bar.seconds
    for ago in (1...max(bars, 1)).reversed() where bars > 0 {
      let openAt = now.adding(nanoseconds: -ago * bar.nanoseconds)
      guard SessionCalendar.standard.status(of: .london, at: openAt).isMarketOpen else { continue }
      for place in names.indices { try candle(place, openAt: openAt, isPriming: true) }
    }
  }

  /// The next bars, each instrument's candle at its close; those of a shut market are left out.
  mutating func bars(_ count: Int64, of places: [Int]? = nil) throws {
    for _ in 0..<count {
      let openAt = now.adding(nanoseconds: 0)
      let close = openAt.adding(nanoseconds: bar.nanoseconds)
      now = close
      guard SessionCalendar.standard.status(of: .london, at: openAt).isMarketOpen else { continue }
      for place in places ?? Array(names.indices) {
        try candle(place, openAt: openAt, isPriming: false)
      }
    }
  }

  mutating func candle(_ place: Int, openAt: Timestamp, isPriming: Bool) throws {
    position += 1
    let digits = Instrument.known(names[place])?.digits ?? 5
    let scale: Int64 = digits == 3 ? 100 : 1
    let prices = paths[place].next()
    var candle = CandleReceived(
      instrument: InstrumentID(UInt16(place)), openAt: openAt, barSeconds: bar.seconds, side: .mid,
      open: Price(micros: prices.open * scale), high: Price(micros: prices.high * scale),
      low: Price(micros: prices.low * scale), close: Price(micros: prices.close * scale))
    if isPriming { candle.priming = true }
    let close = openAt.adding(nanoseconds: bar.nanoseconds)
    try run(
      Input(
        time: isPriming ? now : close, occurredAt: close, source: 1, position: position,
        body: .candleReceived(candle)))
  }

  /// Lets time pass without a candle: timers speak.
  mutating func pass(seconds: Int64) throws {
    position += 1
    let later = now.adding(nanoseconds: seconds * nanosecondsPerSecond)
    try run(
      Input(time: later, occurredAt: later, source: 2, position: position) { _ in
        .commandUnreadable(
          CommandUnreadable(line: 1, reason: .notJson, head: Text(offset: 0, count: 0)))
      })
  }

  mutating func disable(_ place: Int) throws {
    position += 1
    let now = now
    try run(
      Input(time: now, occurredAt: now, source: 2, position: position) { arena in
        let owner = arena.intern("ann")
        return .instrumentDisableRequested(
          InstrumentDisableRequested(
            owner: owner, reason: owner, instrument: InstrumentID(UInt16(place))))
      })
  }

  // MARK: What was recorded

  func rounds(_ kind: EventKind) throws -> [RecordedRound] {
    try tape.facts().only(kind).map(RecordedRound.init)
  }

  var allocator: AllocatorReducer { engine.reducers.allocator }
}

/// An event of the allocator with its lists.
struct RecordedRound {
  let fact: Fact

  init(_ fact: Fact) { self.fact = fact }

  var at: Timestamp { fact.at }

  /// Seconds of the day.
  var second: Int64 { fact.at.nanoseconds / nanosecondsPerSecond % 86_400 }

  func text(_ name: String) -> String? { fact.text(name) }

  /// A list, nil where an entry is absent.
  func list(_ name: String) -> [Double?] {
    let text = (fact.text(name) ?? "[]").dropFirst().dropLast()
    return text.isEmpty ? [] : text.split(separator: ",").map { Double($0) }
  }

  func wholes(_ name: String) -> [Int?] { list(name).map { $0.map { Int($0) } } }

  var standings: [String] {
    wholes("standings").map { number in
      number.flatMap { Standing(rawValue: UInt8($0)) }?.name ?? "?"
    }
  }

  var reasons: [String] {
    wholes("reasons").map { number in
      number.flatMap { GateReason(rawValue: UInt8($0)) }?.name ?? "?"
    }
  }
}

/// Prices around 1.1 in millionths that trend by three basis points a bar and turn now and then.
struct TrendingPath {
  private var random: SplitMix64
  private var price: Int64 = 1_100_000
  private var slope: Int64 = 330
  private var left: Int64 = 40

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  mutating func next() -> (open: Int64, high: Int64, low: Int64, close: Int64) {
    if left == 0 {
      // Back towards the middle, so that a price stays one.
      slope = price > 1_100_000 ? -330 : 330
      left = 20 + Int64(random.next(below: 40))
    }
    left -= 1
    let open = price
    let noise = Int64(random.next(below: 41)) * 10 - 200
    price = (price + slope + noise) / 10 * 10
    return (open, max(open, price) + 100, min(open, price) - 100, price)
  }
}

import Events
import Market
import Numerics

/// Seeded inputs of several instruments: good and bad quotes, candles, rows and openings, with
/// stamps that run late, early and backwards by up to a minute.
struct RandomFeed {
  /// Decimals of the listed instruments: quotes of the first three, candles of the last.
  private static let digits: [UInt8] = [5, 3, 5, 5]
  private static let candles = 3
  private static let unlisted: UInt16 = 4

  private var random: SplitMix64
  /// Milliseconds; every input is of about this time.
  private var clock: Int64 = 1_720_137_600_000
  private var mids: [Int64] = [110_000, 15_000, 90_000, 1_177_000]
  private var nextCandle: Int64 = 1_720_137_600_000
  private var openings: Int64 = 1

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  /// An opening with its listings, and so many inputs after it.
  static func inputs(_ count: Int, seed: UInt64) -> [Input] {
    var feed = RandomFeed(seed: seed)
    let start = feed.now
    var inputs = [Input.opening(at: start)]
    for (number, digits) in digits.enumerated() {
      inputs.append(.listing(UInt16(number), digits: digits, at: start))
    }
    for _ in 0..<count { inputs.append(contentsOf: feed.next()) }
    return inputs
  }

  private var now: Timestamp { .milliseconds(clock) }

  private mutating func next() -> [Input] {
    clock += pause()
    switch random.next(below: 100) {
    case 0:
      openings += 1
      return [.stop(at: now), .opening(openings, at: now)]
    case 1:
      let row = RowRejected(
        instrument: InstrumentID(0), line: 9, reason: .notText, head: Text(offset: 0, count: 0))
      return [.of(.rowRejected(row), at: now)]
    case 2...21: return [.of(.candleReceived(candle()), at: now)]
    default: return [.of(.tickReceived(tick()), at: time(), stamp: stamp())]
    }
  }

  /// Mostly seconds, so that a candle holds several quotes; at times a gap, a seam or a reset.
  private mutating func pause() -> Int64 {
    switch random.next(below: 1_000) {
    case 0: 1_000 * Int64(random.next(below: 20_000))
    case 1...5: 1_000 * Int64(random.next(below: 900))
    case 6...130: 1_000 * Int64(random.next(below: 90))
    case 131...300: 0
    default: Int64(random.next(below: 9_000))
    }
  }

  /// The time its source gives an input: now, or up to a minute ago.
  private mutating func time() -> Timestamp {
    let isLate = random.next(below: 5) == 0
    return .milliseconds(clock - (isLate ? Int64(random.next(below: 60_001)) : 0))
  }

  /// The world's stamp: now, or up to a minute away to either side.
  private mutating func stamp() -> Timestamp {
    let isOff = random.next(below: 4) == 0
    return .milliseconds(clock + (isOff ? Int64(random.next(below: 120_001)) - 60_000 : 0))
  }

  private mutating func tick() -> TickReceived {
    let number = Int(random.next(below: UInt64(Self.candles)))
    mids[number] += Int64(random.next(below: 9)) - 4
    let point: Int64 = Self.digits[number] == 3 ? 1_000 : 10
    let bid = mids[number] * point
    var tick = TickReceived(
      instrument: InstrumentID(UInt16(number)), bid: Price(micros: bid),
      ask: Price(micros: bid + Int64(random.next(below: 3)) * point))
    switch random.next(below: 40) {
    case 0: tick.bid = nil
    case 1: tick.ask = Price(micros: bid - point)
    case 2: tick.bid = Price(micros: 0)
    case 3: tick.ask = Price(micros: bid + 1)
    case 4: tick.instrument = InstrumentID(Self.unlisted)
    case 5...8:
      tick.firstMid = Price(micros: bid - point)
      tick.lowMid = Price(micros: bid - 2 * point)
      tick.highMid = Price(micros: bid + 3 * point)
      tick.merged = 3
    default: break
    }
    return tick
  }

  private mutating func candle() -> CandleReceived {
    let open = mids[Self.candles]
    mids[Self.candles] += Int64(random.next(below: 21)) - 10
    let close = mids[Self.candles]
    nextCandle += 60_000 * (random.next(below: 40) == 0 ? Int64(random.next(below: 300)) : 1)
    var candle = CandleReceived(
      instrument: InstrumentID(UInt16(Self.candles)), openAt: .milliseconds(nextCandle),
      barSeconds: 60, side: .mid, open: Price(micros: open),
      high: Price(micros: max(open, close) + 3), low: Price(micros: min(open, close) - 3),
      close: Price(micros: close), volume: Int64(random.next(below: 90)))
    switch random.next(below: 20) {
    case 0: candle.openAt = .milliseconds(nextCandle - 120_000)
    case 1: candle.high = nil
    case 2: candle.low = Price(micros: close + 1)
    default: break
    }
    return candle
  }
}

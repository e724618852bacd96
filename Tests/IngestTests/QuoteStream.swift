import Events
import Market
import Numerics

/// Seeded facts of a instrument's instruments in order of time, all of them acceptable: quotes of 0 and 1,
/// candles of 2.
struct QuoteStream {
  private var random: SplitMix64
  private var milliseconds: Int64 = 1_720_137_600_000
  private var mids: [Int64] = [110_000, 15_000, 1_177_000]
  private var nextCandle: Int64 = 1_720_137_600

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  static func facts(_ count: Int, seed: UInt64) -> [Fact] {
    var stream = QuoteStream(seed: seed)
    return (0..<count).map { _ in stream.next() }
  }

  private mutating func next() -> Fact {
    milliseconds += pause()
    let instrument = UInt16(random.next(below: 5)) / 2
    if instrument == 2, milliseconds / 1_000 >= nextCandle + 60 { return candle() }
    return tick(instrument % 2)
  }

  private mutating func pause() -> Int64 {
    switch random.next(below: 100) {
    case 0: Int64(random.next(below: 900_000))
    case 1...20: Int64(random.next(below: 70_000))
    case 21...40: 0
    default: Int64(random.next(below: 8_000))
    }
  }

  private mutating func tick(_ instrument: UInt16) -> Fact {
    let point: Int64 = instrument == 1 ? 1_000 : 10
    mids[Int(instrument)] += Int64(random.next(below: 9)) - 4
    let bid = mids[Int(instrument)] * point
    let ask = bid + Int64(random.next(below: 4)) * point
    return Fact(at: .milliseconds(milliseconds), body: .tick(instrument, bid, ask))
  }

  private mutating func candle() -> Fact {
    nextCandle = milliseconds / 60_000 * 60 - 60
    let openAt = Timestamp.seconds(nextCandle)
    nextCandle += 60
    let open = mids[2]
    mids[2] += Int64(random.next(below: 21)) - 10
    let close = mids[2]
    let volume = Int64(random.next(below: 90))
    return Fact(
      at: .milliseconds(milliseconds),
      body: .candle(2, openAt: openAt) {
        $0.open = Price(micros: open)
        $0.high = Price(micros: max(open, close) + 3)
        $0.low = Price(micros: min(open, close) - 3)
        $0.close = Price(micros: close)
        $0.volume = volume
      })
  }
}

import Numerics

/// Seeded minute candles with flat ones, short gaps, seams and resets.
struct SyntheticMarket {
  private var random: SplitMix64
  private var openMilliseconds: Int64
  private var close: Int64

  /// - Parameter price: Deci-points to start from; it wanders by a few hundred.
  init(seed: UInt64, price: Int64 = 1_177_000) {
    random = SplitMix64(seed: seed)
    openMilliseconds = 1_720_137_600_000
    close = price
  }

  mutating func next() -> CandleInput {
    openMilliseconds += CandleInput.minute * bars()
    let open = close
    close += Int64(random.next(below: 21)) - 10
    if random.next(below: 8) == 0 { close = open }
    return CandleInput(
      openMilliseconds: openMilliseconds, open: open,
      high: max(open, close) + Int64(random.next(below: 12)),
      low: min(open, close) - Int64(random.next(below: 12)), close: close,
      volume: Int64(random.next(below: 300)))
  }

  mutating func candles(_ count: Int) -> [CandleInput] {
    var candles: [CandleInput] = []
    for _ in 0..<count { candles.append(next()) }
    return candles
  }

  /// Mostly the next bar; one step in 400 clears everything.
  private mutating func bars() -> Int64 {
    switch random.next(below: 400) {
    case 0: 241 + Int64(random.next(below: 2_000))
    case 1...6: 6 + Int64(random.next(below: 235))
    case 7...30: 2 + Int64(random.next(below: 4))
    default: 1
    }
  }
}

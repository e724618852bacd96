import Events
import Market
import Numerics
import TestSupport

/// A candle as the vector files hold it: prices in deci-points.
struct Bar: Equatable, Sendable {
  var openMilliseconds: Int64
  var open: Int64?
  var high: Int64?
  var low: Int64?
  var close: Int64?
  var volume: Int64?

  /// A row open_ms, o, h, l, c, v; what is no number is missing.
  init(_ row: VectorValue) throws {
    func number(_ place: Int) throws -> Int64? {
      row[place].isNull ? nil : try row[place].integer()
    }
    openMilliseconds = try row[0].integer()
    open = try number(1)
    high = try number(2)
    low = try number(3)
    close = try number(4)
    volume = try number(5)
  }

  /// - Parameter spread: How far high and low lie from open and close.
  init(at openMilliseconds: Int64, from open: Int64, to close: Int64, spread: Int64 = 3) {
    self.openMilliseconds = openMilliseconds
    self.open = open
    self.high = max(open, close) + spread
    self.low = min(open, close) - spread
    self.close = close
    self.volume = 100
  }

  /// The candle of a market in which every price x is `constant` - x.
  func mirrored(around constant: Int64) -> Bar {
    var bar = self
    bar.open = open.map { constant - $0 }
    bar.high = low.map { constant - $0 }
    bar.low = high.map { constant - $0 }
    bar.close = close.map { constant - $0 }
    return bar
  }
}

/// The first instant of a date, in milliseconds: `midnight("2024-07-05")`.
func midnight(_ date: String) -> Int64 {
  (Timestamp(text: date)?.nanoseconds ?? 0) / nanosecondsPerMillisecond
}

let minute: Int64 = 60_000

/// Seeded minute candles with flat ones, short gaps, seams and resets.
struct WanderingMarket {
  private var random: SplitMix64
  private var openMilliseconds: Int64
  private var close: Int64 = 1_177_000

  init(seed: UInt64, from date: String = "2024-07-05") {
    random = SplitMix64(seed: seed)
    openMilliseconds = midnight(date)
  }

  mutating func next() -> Bar {
    openMilliseconds += minute * steps()
    let open = close
    close += Int64(random.next(below: 21)) - 10
    if random.next(below: 8) == 0 { close = open }
    var bar = Bar(at: openMilliseconds, from: open, to: close)
    bar.high = max(open, close) + Int64(random.next(below: 12))
    bar.low = min(open, close) - Int64(random.next(below: 12))
    bar.volume = Int64(random.next(below: 300))
    return bar
  }

  mutating func bars(_ count: Int) -> [Bar] {
    var bars: [Bar] = []
    for _ in 0..<count { bars.append(next()) }
    return bars
  }

  /// Mostly the next bar; one step in 1,000 clears everything.
  private mutating func steps() -> Int64 {
    switch random.next(below: 1_000) {
    case 0: 241 + Int64(random.next(below: 2_000))
    case 1...5: 6 + Int64(random.next(below: 235))
    case 6...40: 2 + Int64(random.next(below: 4))
    default: 1
    }
  }
}

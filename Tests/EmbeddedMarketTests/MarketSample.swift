import EmbeddedMarket
import Market

/// Two weeks of a synthetic market, from Monday 2024-01-08, made once for all tests.
struct MarketSample {
  static let seeds: [UInt64] = [1, 2, 20_240_108]
  static let days: Int64 = 12
  private static let all = seeds.map { MarketSample(seed: $0) }

  /// A quote with its instrument's regimes.
  struct Row {
    let quote: SyntheticQuote
    let base: SyntheticRegime
    let counter: SyntheticRegime

    /// Minutes since 1970.
    var minute: Int64 { quote.time.nanoseconds / (60 * nanosecondsPerSecond) }
    /// Hours of its day, UTC.
    var hour: Int64 { minute / 60 % 24 }
    /// Days since 1970.
    var day: Int64 { minute / 1_440 }
    /// Twice the mid, in millionths.
    var doubleMid: Int64 { quote.bid.micros + quote.ask.micros }
    /// The distance from bid to ask as a share of the price.
    var relativeSpread: Double {
      2 * Double(quote.ask.micros - quote.bid.micros) / Double(doubleMid)
    }
    /// How the regimes lean the price: 1 up, -1 down, 2 and -2 both ways.
    var lean: Int { base.lean - counter.lean }
  }

  let seed: UInt64
  /// All quotes, in order.
  let rows: [Row]

  static func of(_ seed: UInt64) -> MarketSample {
    all.first { $0.seed == seed } ?? MarketSample(seed: seed)
  }

  private init(seed: UInt64) {
    self.seed = seed
    var market = EmbeddedMarket(seed: seed, days: Self.days)
    var rows: [Row] = []
    while let quote = market.next() {
      let regimes = market.regimes(of: quote.instrument)
      rows.append(Row(quote: quote, base: regimes.base, counter: regimes.quote))
    }
    self.rows = rows
  }

  func rows(of name: String) -> [Row] {
    rows.filter { EmbeddedMarket.instruments[$0.quote.instrument].name == name }
  }

  /// The last quote of each minute that has one, by instrument.
  func closes(of name: String) -> [Row] {
    var closes: [Row] = []
    for row in rows(of: name) {
      if closes.last?.minute == row.minute { closes.removeLast() }
      closes.append(row)
    }
    return closes
  }
}

extension SyntheticRegime {
  fileprivate var lean: Int { self == .rising ? 1 : self == .falling ? -1 : 0 }
}

func mean(_ values: some Collection<Double>) -> Double {
  values.reduce(0, +) / Double(values.count)
}

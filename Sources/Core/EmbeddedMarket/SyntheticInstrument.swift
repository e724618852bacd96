import Market

/// One instrument of the synthetic market.
struct SyntheticInstrument: Sendable {
  let facts: Instrument
  let base: SyntheticCurrency
  let quote: SyntheticCurrency
  /// The price while both factors are zero, in 1,024ths of a point.
  let price: Int64
  /// The usual distance from bid to ask, in billionths of the price.
  let spread: Int64
  /// How often it is quoted although its price has hardly moved, in 65,536ths of a beat.
  let refresh: Int64
}

extension SyntheticInstrument {
  /// The default universe, in its order (trading-system.md, section 1).
  ///
  /// Prices are round numbers near those of January 2024; that of EUR_JPY is the product of the two
  /// it can be made of.
  static let all = [
    make("EUR_USD", .eur, .usd, 109_450 << 10, spread: 118_000, refresh: 1_150),
    make("USD_JPY", .usd, .jpy, 144_520 << 10, spread: 103_000, refresh: 850),
    make("GBP_USD", .gbp, .usd, 127_120 << 10, spread: 126_000, refresh: 850),
    make("EUR_JPY", .eur, .jpy, 109_450 * (144_520 << 10) / 100_000, spread: 120_000, refresh: 850),
    make("USD_CAD", .usd, .cad, 133_700 << 10, spread: 128_000, refresh: 1_150),
    make("NZD_USD", .nzd, .usd, 62_400 << 10, spread: 240_000, refresh: 1_900),
    make("AUD_USD", .aud, .usd, 67_100 << 10, spread: 215_000, refresh: 1_600),
    make("USD_CHF", .usd, .chf, 85_000 << 10, spread: 188_000, refresh: 1_900),
  ]

  private static func make(
    _ name: String, _ base: SyntheticCurrency, _ quote: SyntheticCurrency, _ price: Int64,
    spread: Int64, refresh: Int64
  ) -> SyntheticInstrument {
    SyntheticInstrument(
      facts: Instrument(name: name, digits: quote == .jpy ? 3 : 5), base: base, quote: quote,
      price: price, spread: spread, refresh: refresh)
  }
}

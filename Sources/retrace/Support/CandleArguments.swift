import Feeds
import Market

/// What `run` is told of candle files: `--side`, `--spread`, `--granularity`.
enum CandleArguments {
  static let options = [
    Option(
      name: "side", form: .value("side"),
      meaning:
        "bid, ask or mid: what to take of two-sided candles (mid), what one-sided ones are (bid)"),
    Option(
      name: "spread", form: .values("instrument=pips"),
      meaning: "quotes from one-sided candles, e.g. EUR_USD=1.2; without it they yield none"),
    Option(
      name: "granularity", form: .value("length"),
      meaning: "length of the candles, M1 to D1, where their rows are too few to tell"),
  ]

  /// The widest spread that is believed, in pips.
  private static let mostPips: Int64 = 1_000

  static func parse(_ arguments: Arguments) throws(UsageError) -> CandleOptions {
    var candles = CandleOptions()
    candles.side = try side(arguments.value("side"))
    candles.granularity = try granularity(arguments.value("granularity"))
    for text in arguments.all("spread") {
      let spread = try spread(text)
      guard !candles.spreads.contains(where: { $0.instrument == spread.instrument }) else {
        throw UsageError("`--spread` names \(spread.instrument) twice. Nothing was done.")
      }
      candles.spreads.append(spread)
    }
    return candles
  }

  private static func side(_ text: String?) throws(UsageError) -> PriceSide? {
    switch text {
    case nil: nil
    case "bid": .bid
    case "ask": .ask
    case "mid": .mid
    default: throw UsageError("--side is bid, ask or mid. Nothing was done.")
    }
  }

  private static func granularity(_ text: String?) throws(UsageError) -> Granularity? {
    guard let text else { return nil }
    guard let granularity = Granularity(rawValue: text) else {
      throw UsageError("--granularity is one of \(Granularity.names). Nothing was done.")
    }
    return granularity
  }

  /// `EUR_USD=1.2`: an instrument and pips with at most one decimal, since a point is a tenth of a pip.
  private static func spread(_ text: String) throws(UsageError) -> CandleOptions.Spread {
    let parts = text.split(separator: "=", omittingEmptySubsequences: false).map { String($0) }
    guard parts.count == 2, let instrument = Instrument.known(parts[0]),
      let points = tenths(parts[1]), (1...mostPips * 10).contains(points)
    else {
      throw UsageError(
        "`--spread \(text)` is no instrument and pips: write it like EUR_USD=1.2, from 0.1 to "
          + "\(mostPips) pips with at most one decimal. Nothing was done.")
    }
    return CandleOptions.Spread(
      instrument: instrument.name, spread: Price(micros: points * instrument.units.point))
  }

  /// `1`, `1.2`: a decimal as tenths, or nil.
  private static func tenths(_ text: String) -> Int64? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), (1...6).contains(parts[0].count),
      parts.count == 1 || parts[1].count == 1,
      parts.allSatisfy({
        $0.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      })
    else { return nil }
    return Int64(parts.joined() + (parts.count == 1 ? "0" : ""))
  }
}

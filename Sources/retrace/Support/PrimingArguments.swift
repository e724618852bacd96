import Feeds
import Market
import Node

/// What `run` is told of candles of before it: `--prime`, `--prime-days`.
struct PrimingArguments {
  static let options = [
    Option(
      name: "prime", form: .values("path"),
      meaning: "candles or ticks of before the first row, or journal:DIR; they fill windows only"),
    Option(
      name: "prime-days", form: .value("n"),
      meaning: "so many days before --from, or of the synthetic market before its days"),
  ]

  private static let journalPrefix = "journal:"

  private let paths: [String]
  let days: Int64?

  init(_ arguments: Arguments) throws(UsageError) {
    paths = arguments.all("prime")
    let range =
      UInt64(SyntheticMarket.days.lowerBound)...UInt64(SyntheticMarket.days.upperBound)
    days = try arguments.number("prime-days", in: range).map { Int64($0) }
    guard paths.isEmpty || days == nil else {
      throw UsageError("Give --prime or --prime-days, not both. Nothing was done.")
    }
    guard paths.count < 2 || !paths.contains(where: { $0.hasPrefix(Self.journalPrefix) }) else {
      throw UsageError(
        "A journal primes a run alone: give one --prime \(Self.journalPrefix)DIR and no other. "
          + "Nothing was done.")
    }
    guard days == nil || arguments.has("demo") || arguments.value("from") != nil else {
      throw UsageError(
        "--prime-days takes the part of the feed before --from: give --from too, or --demo. "
          + "Nothing was done.")
    }
  }

  /// Whether it names no files whose candles could need to be explained.
  var takesNoFiles: Bool { paths.first?.hasPrefix(Self.journalPrefix) ?? true }

  /// The candles that prime a run.
  ///
  /// - Parameter candles: What the operator says of candle files.
  func priming(_ request: RunRequest, candles: CandleOptions) throws -> Priming? {
    if let days {
      return switch request.feed {
      case .synthetic(let market): .synthetic(market, days: days)
      case .files(let files): .past(of: files, days: days)
      }
    }
    guard let first = paths.first else { return nil }
    if first.hasPrefix(Self.journalPrefix) {
      return .journal(
        try PrimingJournal(
          String(first.dropFirst(Self.journalPrefix.count)), instruments: request.instruments))
    }
    // Candles of before the run stand for no quotes, so their spread is not asked for.
    var options = candles
    options.spreads = []
    return .files(
      try TickFeed.discover(
        priming: paths, of: request.instruments.map(\.name), candles: options))
  }
}

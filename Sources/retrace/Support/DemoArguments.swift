import Feeds

/// What `run` is told of the synthetic market: `--demo`, `--seed`, `--days`.
enum DemoArguments {
  static let options = [
    Option(name: "demo", form: .flag, meaning: "the synthetic market instead of a feed"),
    Option(name: "seed", form: .value("n"), meaning: "which synthetic market (1)"),
    Option(
      name: "days", form: .value("n"),
      meaning: "its length (5), from 2024-01-08 on or behind --prime-days"),
  ]

  /// - Parameter past: How many days of the market are before the run.
  /// - Returns: nil where no synthetic market is asked for.
  static func parse(
    _ arguments: Arguments, instruments: [String]?, behind past: Int64 = 0
  ) throws(UsageError) -> SyntheticMarket? {
    let range =
      UInt64(SyntheticMarket.days.lowerBound)...UInt64(SyntheticMarket.days.upperBound)
    let seed = try arguments.number("seed", in: 0...UInt64.max)
    let days = try arguments.number("days", in: range)
    guard arguments.has("demo") else {
      if seed != nil || days != nil {
        throw UsageError(
          "--seed and --days are of the synthetic market: add --demo. Nothing was done.")
      }
      return nil
    }
    guard arguments.all("feed").isEmpty else {
      throw UsageError("Give --feed or --demo: one run receives one of them. Nothing was done.")
    }
    let known = SyntheticMarket.instruments
    if let other = instruments?.first(where: { !known.contains($0) }) {
      throw UsageError(
        "The synthetic market does not quote \(other), only \(known.joined(separator: ", ")). "
          + "Nothing was done.")
    }
    let length = past + Int64(days ?? 5)
    guard length <= Int64(SyntheticMarket.days.upperBound) else {
      throw UsageError(
        "--prime-days and --days are \(length) days together, and the synthetic market lasts "
          + "\(SyntheticMarket.days.upperBound) at most. Nothing was done.")
    }
    return SyntheticMarket(seed: seed ?? 1, days: length, instruments: instruments)
  }
}

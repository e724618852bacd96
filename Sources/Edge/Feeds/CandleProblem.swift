package import Market

/// Why candle files can not be read together, or not the way they were asked for.
package enum CandleProblem: Error, Equatable, Sendable {
  /// One run takes its candles from ticks or from files, not from both.
  case ticksAndCandles(ticks: String, candles: String)
  /// --side, --spread or --granularity for files of ticks; `file` is one of them.
  case optionForTicks(file: String)
  /// One run has one bar length.
  case barsDiffer(file: String, bar: Granularity, other: String, otherBar: Granularity)
  /// Too few rows to tell the bar from their spacing; `rows` have a stamp.
  case barUnknown(file: String, rows: Int)
  /// The spacing of the rows is no bar we know.
  case noSuchBar(file: String, milliseconds: Int64)
  /// The rows are closer together than the bar that was told, or say another one.
  case notTheBarTold(file: String, told: Granularity, milliseconds: Int64)
  /// One-sided and two-sided files of one instrument.
  case sidesMixed(instrument: String, file: String, other: String)
  /// A spread for an instrument that no file holds.
  case spreadWithoutFile(instrument: String)
  /// A spread for an instrument whose files have bids and asks of their own.
  case spreadForTwoSides(instrument: String, file: String)
}

extension CandleProblem: CustomStringConvertible {
  package var description: String {
    switch self {
    case .ticksAndCandles(let ticks, let candles):
      """
      \(ticks) holds ticks and \(candles) holds candles. \
      Nothing was read, because a run takes its candles from one source. \
      Run them one after the other, into two journals.
      """
    case .optionForTicks(let file):
      """
      \(file) holds ticks, which have both prices and their own stamps. \
      Nothing was read. \
      Leave out --side, --spread and --granularity, or name files of candles.
      """
    case .barsDiffer(let file, let bar, let other, let otherBar):
      """
      \(file) holds \(bar.rawValue) candles and \(other) \(otherBar.rawValue). \
      Nothing was read, because a run has one bar length. \
      Name files of one length.
      """
    case .barUnknown(let file, let rows):
      """
      \(file) has \(rows) \(rows == 1 ? "row" : "rows") with a stamp, too few to tell the length of \
      its candles. \
      Nothing was read. \
      Say it: --granularity M1, or one of \(Granularity.names).
      """
    case .noSuchBar(let file, let milliseconds):
      """
      The rows of \(file) are mostly \(length(milliseconds)) apart, which is none of \
      \(Granularity.names). \
      Nothing was read. \
      If they are candles of one of these, with most of them missing, say which with --granularity.
      """
    case .notTheBarTold(let file, let told, let milliseconds):
      """
      The rows of \(file) are mostly \(length(milliseconds)) apart, which contradicts \
      --granularity \(told.rawValue). \
      Nothing was read. \
      Leave out --granularity, or name the file that has \(told.rawValue) candles.
      """
    case .sidesMixed(let instrument, let file, let other):
      """
      \(instrument) has candles of one side and of both in one feed: \(file) and \(other). \
      Nothing was read, because sides are never mixed in one instrument. \
      Name only one of them.
      """
    case .spreadWithoutFile(let instrument):
      """
      --spread names \(instrument), and the run reads no file of it. \
      Nothing was read. \
      Correct the name, or leave the option out.
      """
    case .spreadForTwoSides(let instrument, let file):
      """
      --spread names \(instrument), and \(file) has bids and asks of its own. \
      Nothing was read. \
      Leave the option out: two-sided candles use their own spread.
      """
    }
  }
}

/// `90 s`, or `1500 ms` where it is no whole number of seconds.
private func length(_ milliseconds: Int64) -> String {
  milliseconds % 1_000 == 0 ? "\(milliseconds / 1_000) s" : "\(milliseconds) ms"
}

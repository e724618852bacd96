import Journal
import Node

/// Says of whatever is shown that it comes from no real market.
enum SyntheticText {
  /// The first line of a report.
  ///
  /// - Parameter titles: What is synthetic; nil is returned if nothing is.
  static func line(_ titles: [String]) -> String? {
    guard !titles.isEmpty else { return nil }
    return
      "SYNTHETIC: quotes of the \(titles.joined(separator: " and the ")), made by a generator. "
      + "What is earned on them says nothing."
  }

  /// Prints that line in front of a report for people, when the journal holds synthetic quotes.
  static func announce(_ log: LMDBEventLog, path: String) throws {
    if let note = line(try JournalHistory.read(log, path: path).synthetic) { Console.print(note) }
  }
}

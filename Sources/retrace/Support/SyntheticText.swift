import Journal
import Node

/// Says of whatever is shown that it comes from no real market, or was decided without the evaluator's gate.
enum SyntheticText {
  /// What stands first in a report where `EVAL_ENFORCE` is 0.
  static let advisory =
    "UNENFORCED: EVAL_ENFORCE=0, so the evaluator's gate is computed and shown, and binds nothing."

  /// The first lines of a report on a journal.
  static func lines(_ history: JournalHistory) -> [String] {
    [line(history.synthetic), history.isGateAdvisory ? advisory : nil].compactMap { $0 }
  }

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
    for note in lines(try JournalHistory.read(log, path: path)) { Console.print(note) }
  }

  /// Says it on standard error, beside lines that other programs read: a sentence among the rows of a
  /// table or among objects, one a line, would break them.
  static func warn(_ log: LMDBEventLog, path: String) throws {
    for note in lines(try JournalHistory.read(log, path: path)) { Console.error(note) }
  }

  /// Says it in front of an audit: people and spreadsheets are told, an object has its own member.
  static func announce(_ titles: [String], in form: AuditForm) {
    guard let note = line(titles) else { return }
    switch form {
    case .table: Console.print(note)
    case .csv: Console.error(note)
    case .json: break
    }
  }

  /// What is synthetic of what a journal holds.
  static func titles(_ log: LMDBEventLog, path: String) throws -> [String] {
    try JournalHistory.read(log, path: path).synthetic
  }
}

extension JSON {
  /// The member `synthetic`, in an object that shows something of synthetic quotes; else none.
  mutating func add(synthetic titles: [String]) {
    if !titles.isEmpty { add("synthetic", texts: titles) }
  }
}

import Journal
import Market
import Numerics

/// Prints the line that proves later what the journal contains now.
struct AuditHeadCommand: Command {
  static let name = ["audit", "head"]
  static let summary = "Print one line to keep elsewhere, proof of what the journal contains now"
  static let usage = "retrace audit head DIR [--json]"
  static let details = """
    Checks the whole journal first. Keep the line where nobody who can write the journal can change it. \
    Exit status: 0 printed; 1 the journal has a fault; 2 could not find out.
    """
  static let examples = ["retrace audit head journal/runs/may >> kept-heads.txt"]
  static let options = [Option.json]

  private let journal: String
  private let json: Bool

  init(_ arguments: Arguments) throws(UsageError) {
    (journal, json) = try arguments.journal()
  }

  func run() throws -> ExitStatus {
    let report = try JournalVerifier.verify(journal)
    guard report.isGood, let id = report.journal, report.events > report.base.lastSequence else {
      Refusal.tell(
        "no head was printed: \(report.problem ?? "the journal holds no event yet"). "
          + "Nothing was changed. Run `retrace audit verify \(journal)`.", json: json)
      return report.needsNewer ? .unknown : .no
    }
    let line = HeadLine(
      journal: id, sequence: report.events, at: report.lastAt, head: report.headHash)
    guard json else {
      Console.print("\(line)")
      return .done
    }
    var object = JSON()
    object.add("line", "\(line)")
    object.add("journal", id.hex)
    object.add("sequence", report.events)
    object.add("at", report.lastAt.text)
    object.add("head_hash", report.headHash.hex)
    Console.print(object.text)
    return .done
  }
}

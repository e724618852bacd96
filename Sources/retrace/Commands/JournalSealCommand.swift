import Journal
import Market
import Node
import Numerics

/// Closes a journal for good and begins another one behind it.
struct JournalSealCommand: Command {
  static let name = ["journal", "seal"]
  static let summary = "Close a journal for good, compress it, and begin another one behind it"
  static let usage = "retrace journal seal DIR --into DIR2 [--json]"
  static let details = """
    Stop the node first. DIR2 becomes a journal of its own, a child: it begins behind the last event of \
    DIR, with its heads, its instruments and what every actor knows, so that a run, a replay or an \
    explanation in DIR2 goes on as if nothing had happened. DIR takes no event any more; its pages are \
    laid together and compressed, under the same heads, and every command reads it as before. Keep it: \
    what led to the first decisions in DIR2 stands there. When sealing was interrupted, the same line \
    again goes on with it. DIR is verified first, and not sealed when it is damaged. Exit status: 0 sealed; \
    1 damaged and not sealed, or sealed but not compressed; 2 not sealed, and the error says what stands.
    """
  static let examples = [
    "retrace journal seal journal/runs/may --into journal/runs/june",
    "retrace run --feed ticks --journal journal/runs/june",
  ]
  static let options = [
    Option(name: "into", form: .value("dir2"), meaning: "the folder of the child"), .json,
  ]

  private let journal: String
  private let child: String
  private let json: Bool

  init(_ arguments: Arguments) throws(UsageError) {
    (journal, json) = try arguments.journal()
    guard let folder = arguments.value("into") else {
      throw UsageError("Name the folder of the child: --into DIR2. Nothing was done.")
    }
    child = folder
  }

  func run() throws -> ExitStatus {
    let report: SealReport
    do {
      report = try Sealing(journal, into: child).run()
    } catch let error as SealError where error.isAnswer {
      Refusal.tell("\(error)", json: json)
      return .no
    }
    Console.print(json ? jsonText(report) : text(report))
    return report.notCompressed == nil ? .done : .no
  }

  private func text(_ report: SealReport) -> String {
    var lines = [
      "\(report.wasDone ? "Sealed before" : "Sealed"): \(journal), behind event \(grouped(report.lastSequence)) at \(report.at).",
      "  goes on in  \(report.childFolder), journal \(report.child.hex)",
    ]
    if report.wentOn {
      lines.append("  An earlier sealing had been interrupted: this one finished it.")
    }
    if let problem = report.notCompressed {
      lines += [
        "NOT COMPRESSED: \(problem)",
        "Every event is safe and the seal stands. Make room and seal again to compress the pages.",
      ]
    } else if report.bytesBefore > 0 {
      lines.append(
        "  on disk     \(grouped(report.bytesAfter)) bytes instead of \(grouped(report.bytesBefore)), verified whole"
      )
    }
    lines.append("Go on: retrace run … --journal \(report.childFolder)")
    return lines.joined(separator: "\n")
  }

  private func jsonText(_ report: SealReport) -> String {
    var object = JSON()
    object.add("journal", journal)
    object.add("journal_id", report.parent.hex)
    object.add("child", report.childFolder)
    object.add("child_id", report.child.hex)
    object.add("last_seq", report.lastSequence)
    object.add("at", report.at.text)
    object.add("went_on", report.wentOn)
    object.add("was_done", report.wasDone)
    object.add("bytes_before", report.bytesBefore)
    object.add("bytes_after", report.bytesAfter)
    object.add("not_compressed", report.notCompressed)
    return object.text
  }
}

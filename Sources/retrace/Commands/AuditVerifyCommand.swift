import Glibc
import Journal
import Numerics

/// Checks every byte of a journal that means something.
struct AuditVerifyCommand: Command {
  static let name = ["audit", "verify"]
  static let summary = "Check every byte of a journal, and a kept head line against it"
  static let usage = "retrace audit verify DIR [--head LINE] [--json]"
  static let details = """
    Reads the file itself, trusting nothing in it: tree, checksums, frames, counts, both hash chains. \
    Without a kept head line only damage is detected, not tampering: whoever can rewrite the file can \
    recompute every hash. `tools/verify-journal.py` does the same without this program. \
    Exit status: 0 sound; 1 a fault was found; 2 could not find out.
    """
  static let examples = [
    "retrace audit verify journal/runs/may",
    "retrace audit verify journal/runs/may --head \"$(cat kept-head.txt)\"",
  ]
  static let options = [
    Option(
      name: "head", form: .value("line"), meaning: "a line that `retrace audit head` printed once"),
    .json,
  ]

  private let journal: String
  private let head: HeadLine?
  private let json: Bool

  init(_ arguments: Arguments) throws(UsageError) {
    (journal, json) = try arguments.journal()
    guard let line = arguments.value("head") else {
      head = nil
      return
    }
    guard let parsed = HeadLine(line) else {
      throw UsageError(
        "`--head` takes a whole line as `retrace audit head` prints it, in quotes. Nothing was done."
      )
    }
    head = parsed
  }

  func run() throws -> ExitStatus {
    let report = try JournalVerifier.verify(journal, against: head)
    Console.print(json ? jsonText(report) : text(report))
    if report.isGood { return .done }
    return report.needsNewer ? .unknown : .no
  }

  private func text(_ report: VerifyReport) -> String {
    var lines: [String] = []
    if let problem = report.problem {
      lines += [
        "Fault: \(problem).",
        report.events > 0
          ? "  Events 1 to \(grouped(report.events)) (\(grouped(report.pages)) pages) are good."
          : "  Nothing in it can be relied on.",
        "  Nothing was changed. Keep the file as it is and go on from a backup.",
      ]
    } else {
      lines += [
        "Sound: \(grouped(report.events)) events in \(grouped(report.pages)) pages.",
        "  content digest  \(report.contentDigest)",
        "  head            \(report.headHash)",
        head == nil
          ? "  Damage would have been found; tampering only shows against a kept head: retrace audit head \(journal)"
          : "  The kept head holds: the journal still contains it.",
      ]
    }
    if let fault = report.faultFile { lines.append("  FAULT file: \(fault)") }
    if report.wasLive {
      lines.append("  A writer was at work; this is the state it had committed.")
    }
    return lines.joined(separator: "\n")
  }

  private func jsonText(_ report: VerifyReport) -> String {
    var object = JSON()
    object.add("ok", report.isGood)
    object.add("pages", report.pages)
    object.add("events", report.events)
    object.add("content_digest", report.journal == nil ? nil : report.contentDigest.hex)
    object.add("head_hash", report.journal == nil ? nil : report.headHash.hex)
    object.add("fault", report.problem)
    object.add("fault_file", report.faultFile)
    return object.text
  }
}

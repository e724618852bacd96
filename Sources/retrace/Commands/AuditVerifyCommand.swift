import Glibc
import Journal
import Market
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
    let verdict = report.needsNewer ? "Cannot tell" : "Fault"
    if let problem = report.problem {
      lines += ["\(verdict): \(problem)."] + whatIsGood(report)
    } else if let problem = report.head?.problem {
      lines += [
        "\(verdict): \(problem).", "  \(report.head?.advice ?? "")", "  Nothing was changed.",
      ]
    } else {
      lines += [
        "Sound: \(grouped(report.events - report.base.lastSequence)) events in \(grouped(report.pages)) pages.",
        "  content digest  \(report.contentDigest)",
        "  head            \(report.headHash)",
        head == nil
          ? "  Damage would have been found; tampering only shows against a kept head: retrace audit head \(journal)"
          : "  The kept head holds: the journal still contains it.",
      ]
    }
    if let identity = report.identity { lines += LineageText.lines(of: identity) }
    if let fault = report.faultFile { lines.append("  FAULT file: \(fault)") }
    if report.wasLive {
      lines.append("  A writer was at work; this is the state it had committed.")
    }
    return lines.joined(separator: "\n")
  }

  /// What is good in any case, and how to keep it.
  private func whatIsGood(_ report: VerifyReport) -> [String] {
    let pages = report.pages == 1 ? "1 page" : "\(grouped(report.pages)) pages"
    let good =
      report.events > report.base.lastSequence
      ? "  Events \(report.base.lastSequence + 1) to \(grouped(report.events)) (\(pages)) are good, through \(report.lastAt)."
      : "  Nothing in it can be relied on as it stands."
    guard report.isDamaged else {
      return [
        good, "  Nothing was changed. Use the release of retrace that wrote it, or a later one.",
      ]
    }
    guard let salvage = report.salvage else {
      return [good, "  Nothing was changed. Keep the file as it is and go on from a backup."]
    }
    return [
      good,
      "  To keep events \(salvage.identity.base.lastSequence + 1) to \(grouped(salvage.events)), through \(salvage.lastAt), in a fresh journal: "
        + "retrace journal salvage \(journal) --into NEW",
      "  Nothing was changed. Keep the file as it is; a backup may hold more.",
    ]
  }

  private func jsonText(_ report: VerifyReport) -> String {
    var object = JSON()
    object.add("ok", report.isGood)
    object.add("pages", report.pages)
    object.add("events", report.events)
    object.add("content_digest", report.journal == nil ? nil : report.contentDigest.hex)
    object.add("head_hash", report.journal == nil ? nil : report.headHash.hex)
    object.add("fault", report.fault)
    object.add("head_held", raw: report.head.map { "\($0.problem == nil)" } ?? "null")
    object.add("fault_file", report.faultFile)
    object.add("good_through", report.events > 0 ? report.lastAt.text : nil)
    object.add("salvage_events", report.salvage?.events ?? 0)
    object.add("salvage_through", report.salvage?.lastAt.text)
    if let identity = report.identity { object.add(lineageOf: identity) }
    return object.text
  }
}

import Journal
import Market
import Numerics

/// Copies what is sound of a damaged journal into a fresh one.
struct JournalSalvageCommand: Command {
  static let name = ["journal", "salvage"]
  static let summary = "Copy the longest sound beginning of a damaged journal into a fresh one"
  static let usage = "retrace journal salvage DIR --into NEW [--json]"
  static let details = """
    Reads DIR without LMDB and without changing it, even where LMDB's own tree is damaged: every page that \
    can be reached is checked as `audit verify` does it, and those from the first event on are copied, up to \
    the first that does not follow. NEW has the same journal id, gets its name only when it is whole, and \
    its verdict is told; a run can go on from it. Interrupted, it leaves NEW.unfinished, which the same \
    line removes before it begins anew. When something is lost, a file NEW/FAULT says so to the next run, \
    until you remove it: orders after the last event kept must be looked up at the broker. \
    Snapshots are not copied; they are made again. A sealed journal is not sealed in NEW. \
    Exit status: 0 salvaged, and it verifies; 1 DIR is sound, nothing in it can be reached, or what was \
    salvaged does not verify; 2 could not do it.
    """
  static let examples = [
    "retrace journal salvage journal/runs/may --into journal/runs/may-salvaged"
  ]
  static let options = [
    Option(name: "into", form: .value("new"), meaning: "the folder to make; it must not exist"),
    .json,
  ]

  private let journal: String
  private let target: String
  private let json: Bool

  init(_ arguments: Arguments) throws(UsageError) {
    journal = try arguments.onlyWord("the damaged journal's folder")
    guard let into = arguments.value("into") else {
      throw UsageError("Name the folder to make with --into. Nothing was done.")
    }
    target = into
    json = arguments.has("json")
  }

  func run() throws -> ExitStatus {
    do throws(SalvageError) {
      let report = try JournalSalvage.salvage(journal, into: target)
      Console.print(json ? jsonText(report) : text(report))
      return report.audit.isGood ? .done : .no
    } catch {
      Console.error("retrace: \(error)")
      return error.isAnswer ? .no : .unknown
    }
  }

  private func text(_ report: JournalSalvage.Report) -> String {
    let kept = report.kept
    let pages = kept.pageCount == 1 ? "1 page" : "\(grouped(kept.pageCount)) pages"
    var lines = [
      "Salvaged: events \(kept.identity.base.lastSequence + 1) to \(grouped(kept.events)) in \(pages), through \(kept.lastAt), are in \(target).",
      report.audit.problem.map { "  IT DOES NOT VERIFY: \($0)." }
        ?? "  It verifies, with journal id \(kept.identity.id.hex) and content digest \(kept.contentDigest.hex).",
      "  The fault       \(report.problem)",
      "  Known to be lost  \(lost(kept))",
    ]
    if report.beganAnew {
      lines.append(
        "  An earlier salvage had been interrupted: its rest was removed, and this one began anew.")
    }
    if kept.identity.seal != nil {
      lines.append("  It was sealed, and is open now: run either it or its child, never both.")
    }
    if !kept.isBirthKnown {
      lines.append(
        "  The record of its birth was lost too: the time of its first commit stands for it.")
    }
    if report.fault != nil {
      lines += [
        "  Look up every order after \(kept.lastAt) at the broker before you trade from it.",
        "  \(target)/FAULT says so to the next run; remove it when that is done.",
      ]
    }
    lines += [
      "  \(journal) was not changed: keep it. Prove the copy: retrace replay \(target)"
    ]
    return lines.joined(separator: "\n")
  }

  private func lost(_ kept: SoundPrefix) -> String {
    if kept.isWhole { return "nothing: every page that the file counts is kept" }
    guard let last = kept.lost.last else {
      let counted = kept.pagesCounted.map {
        $0 > UInt64(kept.pageCount) ? $0 - UInt64(kept.pageCount) : 0
      }
      guard let counted, counted > 0 else { return "how much cannot be told" }
      return counted == 1
        ? "1 page, which cannot be read" : "\(grouped(counted)) pages, which cannot be read"
    }
    return "events \(grouped(kept.events + 1)) to \(grouped(last.sequence)), through \(last.at), "
      + "and what may have stood behind them"
  }

  private func jsonText(_ report: JournalSalvage.Report) -> String {
    let kept = report.kept
    var object = JSON()
    object.add("ok", report.audit.isGood)
    object.add("problem", report.audit.problem)
    object.add("began_anew", report.beganAnew)
    object.add("journal", kept.identity.id.hex)
    object.add("into", target)
    object.add("events", kept.events)
    object.add("pages", kept.pageCount)
    object.add("through", kept.lastAt.text)
    object.add("content_digest", kept.contentDigest.hex)
    object.add("head_hash", kept.headHash.hex)
    object.add("fault", report.problem)
    object.add("birth_known", kept.isBirthKnown)
    object.add("whole", kept.isWhole)
    object.add("lost_through_seq", raw: kept.lost.last.map { "\($0.sequence)" } ?? "null")
    object.add("lost_through", kept.lost.last?.at.text)
    object.add("fault_file", report.fault)
    return object.text
  }
}

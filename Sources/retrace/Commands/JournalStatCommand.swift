import Events
import Journal
import Market
import Node

/// Tells what a journal holds.
struct JournalStatCommand: Command {
  static let name = ["journal", "stat"]
  static let summary = "Tell what a journal holds: openings, instruments, feeds, events by kind"
  static let usage = "retrace journal stat DIR [--json]"
  static let details = "Reads every event once. Exit status: 0 told; 2 could not read."
  static let examples = ["retrace journal stat journal/runs/may"]
  static let options = [Option.json]

  private let journal: String
  private let json: Bool

  init(_ arguments: Arguments) throws(UsageError) {
    (journal, json) = try arguments.journal()
  }

  func run() throws -> ExitStatus {
    let log = try LMDBEventLog.openForReading(journal)
    defer { log.close() }
    let statistics = try JournalStatistics(log, path: journal)
    if !json { for note in SyntheticText.lines(statistics.history) { Console.print(note) } }
    Console.print(json ? jsonText(statistics, log) : text(statistics, log))
    return .done
  }

  private func text(_ found: JournalStatistics, _ log: LMDBEventLog) -> String {
    let history = found.history
    var lines = [
      "Journal \(log.identity.id.hex) in \(journal)",
      "  events       \(grouped(found.events)) in \(grouped(found.turns)) turns and \(grouped(found.pages)) pages",
      "  bytes        \(grouped(found.frameBytes)) of frames, \(grouped(found.fileBytes)) on disk",
      "  from, to     \(found.firstAt.map { "\($0) … \(found.lastAt)" } ?? "nothing of the market yet")",
      "  refused      \(grouped(history.rejected))",
    ]
    lines += LineageText.lines(of: log.identity)
    if let fault = log.folder.fault { lines.append("  FAULT        \(fault)") }
    for opening in history.openings {
      lines.append(
        "  opening \(opening.number)    \(opening.wallClock), retrace \(opening.codeVersion), rules \(opening.rulesVersion)"
      )
    }
    for feed in history.feeds {
      lines.append(
        "  feed \(feed.source)       \(history.name(of: feed.instrument)), \(grouped(feed.rows)) rows of \(feed.path)"
      )
    }
    for (kind, count) in found.kinds where count > 0 {
      lines.append("  \(grouped(count))  \(kind.name)")
    }
    return lines.joined(separator: "\n")
  }

  private func jsonText(_ found: JournalStatistics, _ log: LMDBEventLog) -> String {
    let history = found.history
    var object = JSON()
    object.add("journal", log.identity.id.hex)
    object.add("events", found.events)
    object.add("turns", found.turns)
    object.add("inputs", history.inputs)
    object.add("rejected", history.rejected)
    object.add("pages", found.pages)
    object.add("frame_bytes", found.frameBytes)
    object.add("file_bytes", found.fileBytes)
    object.add("first_at", found.firstAt?.text)
    object.add("last_at", found.firstAt.map { _ in found.lastAt.text })
    object.add("openings", history.openings.count)
    object.add("fault", log.folder.fault)
    object.add("instruments", texts: history.instruments.map(\.name))
    var kinds = JSON()
    for (kind, count) in found.kinds where count > 0 { kinds.add(kind.name, count) }
    object.add("kinds", kinds)
    object.add(lineageOf: log.identity)
    object.add(synthetic: history.synthetic)
    return object.text
  }
}

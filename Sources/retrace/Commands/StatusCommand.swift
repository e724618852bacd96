import Events
import Journal
import Market
import Node
import Numerics

/// Tells how a journal stands now, whether or not a node is running.
struct StatusCommand: Command {
  static let name = ["status"]
  static let summary = "Tell how a journal stands: who writes it, the last event and its age"
  static let usage = "retrace status DIR [--json]"
  static let details = """
    Works without a running node, and beside one. Reads the newest page and the openings. \
    Exit status: 0 told, nothing wrong; 1 a FAULT file is there; 2 could not read.
    """
  static let examples = ["retrace status journal/runs/may"]
  static let options = [Option.json]

  private let journal: String
  private let json: Bool

  init(_ arguments: Arguments) throws(UsageError) {
    (journal, json) = try arguments.journal()
  }

  func run() throws -> ExitStatus {
    let log = try LMDBEventLog.openForReading(journal)
    defer { log.close() }
    let newest = try log.newestPage()
    let header = try newest.map { page in
      try page.bytes.withUnsafeBytes { try PageHeader(page: $0) }
    }
    let history = try JournalHistory.read(log, path: journal)
    let writer = log.folder.writer
    let fault = log.folder.fault
    let reader = try log.oldestReader(at: wallClock())
    let age = header.map {
      (wallClock().nanoseconds &- $0.committedAt.nanoseconds) / nanosecondsPerSecond
    }
    if json {
      var object = JSON()
      object.add("journal", log.identity.id.hex)
      object.add("writer", writer)
      object.add("last_seq", raw: header.map { "\($0.lastSequence)" } ?? "null")
      object.add("last_at", header?.lastAt.text)
      object.add("committed_at", header?.committedAt.text)
      object.add("age_seconds", raw: age.map { "\($0)" } ?? "null")
      object.add("openings", history.openings.count)
      object.add("stopped", history.lastStop?.reason.name)
      object.add("fault", fault)
      object.add("oldest_reader", reader.map(self.object))
      object.add(synthetic: history.synthetic)
      Console.print(object.text)
    } else {
      for note in SyntheticText.lines(history) { Console.print(note) }
      Console.print(text(log, header, history, writer, fault, age))
      if let reader {
        Console.print("  \(reader.isTooOld ? "WARNING" : "reader ")     \(reader.text)")
      }
    }
    return fault == nil ? .done : .no
  }

  private func object(_ reader: OldestReader) -> JSON {
    var object = JSON()
    object.add("process", reader.processID)
    object.add("command", reader.command)
    object.add("seconds", reader.nanoseconds / nanosecondsPerSecond)
    object.add("held_pages", reader.heldPages)
    return object
  }

  private func text(
    _ log: LMDBEventLog, _ header: PageHeader?, _ history: JournalHistory, _ writer: String?,
    _ fault: String?, _ age: Int64?
  ) -> String {
    var lines = [
      "Journal \(log.identity.id.hex) in \(journal)",
      writer.map { "  writer      process \($0) is writing" } ?? "  writer      nobody",
    ]
    if let header, let age {
      lines += [
        "  last event  \(grouped(header.lastSequence)), market time \(header.lastAt)",
        "  committed   \(ago(age)), at \(header.committedAt)",
      ]
    } else {
      lines.append("  last event  none yet")
    }
    if let opening = history.openings.last {
      let end =
        history.lastStop.map { "ended: \($0.reason.words)" }
        ?? (writer == nil ? "ended without a word, as a crash would leave it" : "going on")
      lines.append(
        "  opening     \(opening.number), retrace \(opening.codeVersion), rules version \(opening.rulesVersion), \(end)"
      )
    }
    if let fault {
      lines.append("  FAULT       \(fault)")
      lines.append(
        fault.hasPrefix(JournalSalvage.faultBegins)
          ? "  Next: look up every order since then at the broker, then remove \(journal)/FAULT."
          : "  Next: retrace audit verify \(journal), mend the disk, then remove \(journal)/FAULT.")
    }
    return lines.joined(separator: "\n")
  }

  private func ago(_ seconds: Int64) -> String {
    switch seconds {
    case ..<0: "ahead of our clock"
    case ..<120: "\(seconds) s ago"
    case ..<7_200: "\(seconds / 60) min ago"
    case ..<172_800: "\(seconds / 3_600) h ago"
    default: "\(seconds / 86_400) days ago"
    }
  }
}

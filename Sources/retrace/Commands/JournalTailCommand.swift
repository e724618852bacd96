import Events
import Glibc
import Journal
import Market
import Node

/// Prints the newest events as sentences, and those that come.
struct JournalTailCommand: Command {
  static let name = ["journal", "tail"]
  static let summary = "Print the newest events as sentences, and with --follow those that come"
  static let usage = "retrace journal tail DIR [--lines N] [--follow] [--json]"
  static let details = """
    Reads beside a running node without disturbing it. --json prints one JSON object a line. \
    Exit status: 0 printed; 2 could not read; --follow ends with a signal, or when nobody reads any more.
    """
  static let examples = [
    "retrace journal tail journal/runs/may --lines 5",
    "retrace journal tail journal/runs/may --follow",
  ]
  static let options = [
    Option(name: "lines", form: .value("n"), meaning: "how many events to begin with (10)"),
    Option(name: "follow", form: .flag, meaning: "go on printing what is recorded"),
    .json,
  ]

  private let journal: String
  private let lines: UInt64
  private let follow: Bool
  private let json: Bool

  init(_ arguments: Arguments) throws(UsageError) {
    (journal, json) = try arguments.journal()
    lines = try arguments.number("lines", in: 0...1_000_000) ?? 10
    follow = arguments.has("follow")
  }

  func run() throws -> ExitStatus {
    let log = try LMDBEventLog.openForReading(journal)
    defer { log.close() }
    if json {
      try SyntheticText.warn(log, path: journal)
    } else {
      try SyntheticText.announce(log, path: journal)
    }
    let last = try lastSequence(log)
    var next = last > lines ? last - lines + 1 : 1
    repeat {
      next = try print(log, from: next)
      // house-rules: allow sleep: a follower asks five times a second, until a signal ends it
      if follow { usleep(200_000) }
    } while follow && Console.hasReader
    return .done
  }

  private func lastSequence(_ log: LMDBEventLog) throws -> UInt64 {
    guard let newest = try log.newestPage() else { return 0 }
    return try newest.bytes.withUnsafeBytes { try PageHeader(page: $0).lastSequence }
  }

  /// Prints the events from a sequence on, and returns the one to go on with.
  private func print(_ log: LMDBEventLog, from first: UInt64) throws -> UInt64 {
    guard try lastSequence(log) >= first else { return first }
    let history = try JournalHistory.read(log, path: journal)
    let narrator = Narrator(history)
    var next = first
    try RecordedEvents.forEach(in: log, path: journal, from: first, to: .max) { recorded in
      next = recorded.event.sequence + 1
      if json {
        Console.print(EventJSON.line(recorded, instrument: recorded.instrument.map(history.name)))
      } else {
        Console.print(
          "\(recorded.event.at)  \(grouped(recorded.event.sequence))  \(narrator.sentence(recorded))"
        )
      }
      return Console.isApplied
    }
    return next
  }
}

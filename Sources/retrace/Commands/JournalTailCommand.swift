import Events
import Journal
import Market
import Node

/// Prints the newest events as sentences, and those that come.
struct JournalTailCommand: Command {
  static let name = ["journal", "tail"]
  static let summary = "Print the newest events as sentences, and with --follow those that come"
  static let usage = "retrace journal tail DIR [--lines N] [--follow] [--json]"
  static let details = """
    Reads beside a running node without disturbing it; --follow goes on in the child of a journal that is \
    sealed. --json prints one JSON object a line. \
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
    let follower = try Follower(journal, behind: begin())
    repeat {
      // A batch at a time; the names of instruments that came meanwhile are read with each.
      while try print(follower), follow, Console.hasReader {}
      if follow { follower.wait() }
    } while follow && Console.hasReader
    return .done
  }

  /// Says what is synthetic.
  ///
  /// - Returns: The event behind which to begin.
  private func begin() throws -> UInt64 {
    let log = try LMDBEventLog.openForReading(journal)
    defer { log.close() }
    if json {
      try SyntheticText.warn(log, path: journal)
    } else {
      try SyntheticText.announce(log, path: journal)
    }
    guard let newest = try log.newestPage() else { return log.identity.base.lastSequence }
    let last = try newest.bytes.withUnsafeBytes { try PageHeader(page: $0).lastSequence }
    return max(last > lines ? last - lines : 0, log.identity.base.lastSequence)
  }

  /// Prints what the follower has.
  ///
  /// - Returns: Whether there was something.
  private func print(_ follower: Follower) throws -> Bool {
    var history: JournalHistory?
    return try follower.events { recorded, log, path in
      let known = try history ?? JournalHistory.read(log, path: path)
      history = known
      if json {
        Console.print(EventJSON.line(recorded, instrument: recorded.instrument.map(known.name)))
      } else {
        let sentence = Narrator(known).sentence(recorded)
        Console.print("\(recorded.event.at)  \(grouped(recorded.event.sequence))  \(sentence)")
      }
      return Console.isApplied
    }
  }
}

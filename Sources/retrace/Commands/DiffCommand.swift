import Events
import Journal
import Market
import Node

/// Finds the first turn in which two journals differ.
struct DiffCommand: Command {
  static let name = ["diff"]
  static let summary = "Find the first turn in which two journals differ, and tell both sides"
  static let usage = "retrace diff DIR-A DIR-B [--json]"
  static let details = """
    Compares what happened, turn by turn: inputs, times, decisions. The node's own events (openings, files, \
    listings) are left out. Exit status: 0 the same; 1 they differ; 2 could not read one of them.
    """
  static let examples = ["retrace diff journal/runs/monday journal/runs/tuesday"]
  static let options = [Option.json]

  private let left: String
  private let right: String
  private let json: Bool

  init(_ arguments: Arguments) throws(UsageError) {
    guard arguments.words.count == 2 else {
      throw UsageError("Name two journals' folders. Nothing was done.")
    }
    left = arguments.words[0]
    right = arguments.words[1]
    json = arguments.has("json")
  }

  func run() throws -> ExitStatus {
    let first = try LMDBEventLog.openForReading(left)
    defer { first.close() }
    // The same folder twice is one environment, which LMDB allows to be open only once.
    let second = sameFolder ? first : try LMDBEventLog.openForReading(right)
    defer { if !sameFolder { second.close() } }
    let found = try JournalDifference.between(first, left, second, right)
    if !json {
      try SyntheticText.announce(first, path: left)
      if !sameFolder { try SyntheticText.announce(second, path: right) }
    }
    Console.print(json ? jsonText(found) : text(found))
    return found.isNone ? .done : .no
  }

  private var sameFolder: Bool {
    JournalFolder(path: left).dataFileIdentity == JournalFolder(path: right).dataFileIdentity
  }

  private func text(_ found: JournalDifference) -> String {
    guard !found.isNone else {
      return
        "The same: all \(grouped(found.commonTurns)) turns of both journals are equal, byte for byte."
    }
    var lines = [
      "\(found.commonTurns == 0 ? "They differ from the first turn on." : "They differ: the first \(grouped(found.commonTurns)) turns are equal, the next one is not.")"
    ]
    lines += side("A", left, found.left) + side("B", right, found.right)
    lines += fieldDifferences(found)
    return lines.joined(separator: "\n")
  }

  private func side(_ letter: String, _ path: String, _ side: JournalDifference.Side?) -> [String] {
    guard let side else { return ["", "\(letter)  \(path) ends there."] }
    return ["", "\(letter)  \(path), from event \(grouped(side.firstSequence)), at \(side.at)"]
      + zip(side.events, side.sentences).map {
        "  \(grouped($0.event.sequence))  \($0.event.body.kind.name)\n    \($1)"
      }
  }

  /// The first event of the two turns that differs, field by field.
  private func fieldDifferences(_ found: JournalDifference) -> [String] {
    guard let left = found.left, let right = found.right else { return [] }
    for (a, b) in zip(left.events, right.events) {
      if a.event.body.kind != b.event.body.kind {
        return ["", "A says \(a.event.body.kind.name) where B says \(b.event.body.kind.name)."]
      }
      var lines = zip(a.fields, b.fields).filter { $0 != $1 }.map {
        "  \($0.name): A \($0.text ?? "(absent)"), B \($1.text ?? "(absent)")"
      }
      if a.event.at != b.event.at { lines.insert("  at: A \(a.event.at), B \(b.event.at)", at: 0) }
      if a.event.isInput,
        (a.event.source, a.event.position) != (b.event.source, b.event.position)
      {
        lines.append(
          "  origin: A row \(a.event.position) of source \(a.event.source), B row \(b.event.position) of source \(b.event.source)"
        )
      }
      if !lines.isEmpty {
        return ["", "The first event that differs is \(a.event.body.kind.name):"] + lines
      }
    }
    return [
      "",
      "One turn has more events than the other: A \(left.events.count), B \(right.events.count).",
    ]
  }

  private func jsonText(_ found: JournalDifference) -> String {
    var object = JSON()
    object.add("identical", found.isNone)
    object.add("common_turns", found.commonTurns)
    object.add("a", found.left.map(sideJSON))
    object.add("b", found.right.map(sideJSON))
    return object.text
  }

  private func sideJSON(_ side: JournalDifference.Side) -> JSON {
    var object = JSON()
    object.add("first_seq", side.firstSequence)
    object.add("at", side.at.text)
    object.add(
      "events",
      raw: "[\(side.events.map { EventJSON.line($0, instrument: nil) }.joined(separator: ","))]")
    return object
  }
}

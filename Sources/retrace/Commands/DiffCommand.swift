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
    guard json else {
      Console.print(text(found))
      return found.isNone ? .done : .no
    }
    let titles = try SyntheticText.titles(first, path: left)
    let others = sameFolder ? [] : try SyntheticText.titles(second, path: right)
    Console.print(jsonText(found, titles + others.filter { !titles.contains($0) }))
    return found.isNone ? .done : .no
  }

  private var sameFolder: Bool {
    JournalFolder(path: left).dataFileIdentity == JournalFolder(path: right).dataFileIdentity
  }

  private func text(_ found: JournalDifference) -> String {
    guard !found.isNone else {
      return
        "The same: all \(grouped(found.commonTurns)) turns of both journals are equal, byte for byte. "
        + "The node's own events, such as openings, were not compared."
    }
    var lines = [headline(found)]
    lines += side("A", left, found.left) + side("B", right, found.right)
    lines += fieldDifferences(found)
    return lines.joined(separator: "\n")
  }

  private func headline(_ found: JournalDifference) -> String {
    guard found.commonTurns > 0 else { return "They differ from the first turn on." }
    let end = found.left == nil || found.right == nil ? "then one ends" : "the next one is not"
    return "They differ: the first \(grouped(found.commonTurns)) turns are equal, \(end)."
  }

  private func side(_ letter: String, _ path: String, _ side: JournalDifference.Side?) -> [String] {
    guard let side else { return ["", "\(letter)  \(path) has ended."] }
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
      let (ours, theirs) = (facts(a, of: left), facts(b, of: right))
      let others = theirs.filter { fact in !ours.contains { $0.name == fact.name } }
      let rows = (ours + others).map(\.name).compactMap { name in
        let (a, b) = (text(name, in: ours), text(name, in: theirs))
        return a == b ? nil : "  \(name): A \(a), B \(b)"
      }
      guard rows.isEmpty else {
        return ["", "The first event that differs is \(a.event.body.kind.name):"] + rows
      }
    }
    return [
      "",
      "One turn goes on where the other has ended: A has \(left.events.count), B "
        + "\(right.events.count) events in it.",
    ]
  }

  private typealias Facts = [(name: String, text: String)]

  private func text(_ name: String, in facts: Facts) -> String {
    facts.first { $0.name == name }?.text ?? "(absent)"
  }

  /// All that is compared of an event, as people name it. What it refers to is told by how far back it
  /// stands, since the same turn has other numbers in another journal.
  private func facts(_ recorded: RecordedEvent, of side: JournalDifference.Side) -> Facts {
    let event = recorded.event
    var facts = [(name: "at", text: "\(event.at)")]
    if event.isInput {
      facts += [
        (name: "stamp", text: "\(event.occurredAt)"),
        (name: "origin", text: "row \(side.row(of: recorded)) of source \(event.source)"),
        (name: "principal", text: "\(event.principal)"),
      ]
    }
    facts += recorded.fields.map { field in
      let isName = field.name == "instrument"
      return (
        name: field.name,
        text: isName ? side.instrument(recorded) : field.text ?? "(absent)"
      )
    }
    facts.append((name: "version", text: "\(recorded.version.major).\(recorded.version.minor)"))
    if event.cause > 0 {
      facts.append((name: "cause", text: "\(event.sequence - event.cause) events before"))
    }
    let used = recorded.distances.map { "\($0)" }.joined(separator: ", ")
    if !used.isEmpty { facts.append((name: "rests on", text: "events \(used) before")) }
    return facts
  }

  private func jsonText(_ found: JournalDifference, _ synthetic: [String]) -> String {
    var object = JSON()
    object.add("identical", found.isNone)
    object.add("common_turns", found.commonTurns)
    object.add("a", found.left.map(sideJSON))
    object.add("b", found.right.map(sideJSON))
    object.add(synthetic: synthetic)
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

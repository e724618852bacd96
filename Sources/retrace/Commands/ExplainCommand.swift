import Events
import Journal
import Market
import Node

/// Tells why an event is there: what caused it and which facts it used, in sentences.
struct ExplainCommand: Command {
  static let name = ["explain"]
  static let summary = "Tell in sentences why an event is there: its causes and the facts it used"
  static let usage =
    "retrace explain DIR SEQ [--json]  or  retrace explain DIR --at TIME --instrument NAME [--json]"
  static let details = """
    With --at, the newest thing the reducers said of the instrument at or before that instant. Numbers come \
    with units, metrics with the value a fair coin would have. Exit status: 0 told; 1 there is no such \
    event; 2 could not read, or the journal has no such instrument.
    """
  static let examples = [
    "retrace explain journal/runs/may 52310",
    "retrace explain journal/runs/may --at 2014-05-02T12:30:00Z --instrument EUR_USD",
  ]
  static let options = [
    Option(name: "at", form: .value("time"), meaning: "an instant, e.g. 2014-05-02T12:30:00Z"),
    Option(name: "instrument", form: .value("name"), meaning: "with --at: whose, e.g. EUR_USD"),
    .json,
  ]

  private enum Wanted {
    case event(UInt64)
    case newest(of: String, at: Timestamp)
  }

  private let journal: String
  private let wanted: Wanted
  private let json: Bool

  init(_ arguments: Arguments) throws(UsageError) {
    json = arguments.has("json")
    guard let folder = arguments.words.first else {
      throw UsageError("Name the journal's folder. Nothing was done.")
    }
    journal = folder
    let at = try arguments.instant("at")
    switch (arguments.words.dropFirst().first, at, arguments.value("instrument")) {
    case (let word?, nil, nil) where arguments.words.count == 2:
      guard let sequence = UInt64(word), sequence > 0 else {
        throw UsageError("`\(word)` is no event's number. Nothing was done.")
      }
      wanted = .event(sequence)
    case (nil, let at?, let instrument?): wanted = .newest(of: instrument, at: at)
    default:
      throw UsageError(
        "Name one event by its number, or give both --at and --instrument. Nothing was done.")
    }
  }

  func run() throws -> ExitStatus {
    let log = try LMDBEventLog.openForReading(journal)
    defer { log.close() }
    let history = try JournalHistory.readNodeEvents(log, path: journal)
    var sequence: UInt64 = 0
    switch wanted {
    case .event(let number): sequence = number
    case .newest(let instrument, let at):
      guard history.instruments.contains(where: { $0.name == instrument }) else {
        let known = history.instruments.map(\.name).joined(separator: ", ")
        throw UsageError(
          "The journal lists no instrument `\(instrument)`, only \(known). Nothing was printed.")
      }
      sequence = try Explanation.newest(of: instrument, at: at, in: log, path: journal)
      if sequence == 0 {
        Refusal.tell(
          "Up to \(at) no actor had said anything of \(instrument) in \(journal). "
            + "`retrace journal stat \(journal)` tells its times.", json: json)
        return .no
      }
    }
    guard let found = try Explanation.of(sequence, in: log, path: journal) else {
      Refusal.tell(
        "\(journal) has no event \(sequence): its events are \(log.identity.base.lastSequence + 1) to \(history.events). Nothing was printed.",
        json: json)
      return .no
    }
    if !json { for note in SyntheticText.lines(history) { Console.print(note) } }
    let base = log.identity.base
    Console.print(json ? jsonText(found, history.synthetic, base) : text(found, base))
    return .done
  }

  private func text(_ found: Explanation, _ base: JournalOrigin) -> String {
    // The opening of a journal comes before any quote has told the time.
    let time = found.event.at == .zero ? "before the first quote" : "at \(found.event.at)"
    var lines = [
      "Event \(grouped(found.event.sequence)), \(found.event.kind.name), \(time)", "",
      "  \(found.event.sentence)",
    ]
    if !found.causes.isEmpty {
      lines += ["", "It was emitted on applying"]
      lines += found.causes.map(line)
    }
    lines += ["", origin(found)]
    if !found.used.isEmpty || !found.inParent.isEmpty {
      lines += ["", "It rests on"]
      lines += found.used.map(line)
      lines += found.inParent.map { sequence in
        "  \(grouped(sequence))  stands in the parent, journal \(base.parent.hex)\n"
          + "    retrace explain \(base.folder) \(sequence)"
      }
    }
    let number = found.event.sequence
    lines += [
      "",
      found.isInput
        ? "See what follows it: retrace journal dump \(journal) --from \(number) --to \(number + 5)"
        : "Decide it again: retrace replay \(journal) --from \(number) --to \(number)",
    ]
    return lines.joined(separator: "\n")
  }

  private func origin(_ found: Explanation) -> String {
    if found.event.kind.isNode {
      return "The node wrote it about itself: no quote caused it."
    }
    if found.beganWithTimer {
      return
        "\(found.causes.isEmpty ? "It" : "It all") began with a timer: \(timers(found))."
    }
    return found.isInput
      ? "It is an input: it came from outside, nothing in the journal caused it."
      : "It all began with that input, which came from outside."
  }

  /// The timers that its turn may have begun with.
  private func timers(_ found: Explanation) -> String {
    let first = found.causes.last?.kind ?? found.event.kind
    let names = TimerName.allCases.filter { $0.begins(with: first) }.map(\.name)
    return names.joined(separator: " or ")
  }

  private func line(_ fact: Explanation.Fact) -> String {
    "  \(grouped(fact.sequence))  \(fact.kind.name)\n    \(fact.sentence)"
  }

  private func jsonText(
    _ found: Explanation, _ synthetic: [String], _ base: JournalOrigin
  ) -> String {
    var object = fact(found.event)
    object.add("causes", raw: "[\(found.causes.map { fact($0).text }.joined(separator: ","))]")
    object.add("began_with_timer", found.beganWithTimer)
    object.add("used", raw: "[\(found.used.map { fact($0).text }.joined(separator: ","))]")
    if !base.isNone {
      object.add("in_parent", raw: "[\(found.inParent.map { "\($0)" }.joined(separator: ","))]")
      object.add("parent", base.parent.hex)
      object.add("parent_folder", base.folder)
    }
    object.add(synthetic: synthetic)
    return object.text
  }

  private func fact(_ fact: Explanation.Fact) -> JSON {
    var object = JSON()
    object.add("seq", fact.sequence)
    object.add("kind", fact.kind.name)
    object.add("at", fact.at.text)
    object.add("sentence", fact.sentence)
    return object
  }
}

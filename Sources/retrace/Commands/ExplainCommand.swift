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
    With --at, the newest thing the rooms said of the instrument at or before that instant. Numbers come \
    with units, metrics with the value a fair coin would have. Exit status: 0 told; 1 there is no such \
    event; 2 could not read.
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
    var sequence: UInt64 = 0
    switch wanted {
    case .event(let number): sequence = number
    case .newest(let instrument, let at):
      sequence = try Explanation.newest(of: instrument, at: at, in: log, path: journal)
      if sequence == 0 {
        Console.error(
          "retrace: until \(at) no room had said anything of \(instrument) in \(journal). "
            + "`retrace journal stat \(journal)` tells its instruments and times.")
        return .no
      }
    }
    guard let found = try Explanation.of(sequence, in: log, path: journal) else {
      Console.error(
        "retrace: \(journal) has no event \(sequence). `retrace journal stat \(journal)` tells how many there are."
      )
      return .no
    }
    if !json { try SyntheticText.announce(log, path: journal) }
    Console.print(json ? jsonText(found) : text(found))
    return .done
  }

  private func text(_ found: Explanation) -> String {
    var lines = [
      "Event \(grouped(found.event.sequence)), \(found.event.kind.name), at \(found.event.at)", "",
      "  \(found.event.sentence)",
    ]
    if !found.causes.isEmpty {
      lines += ["", "It was said on hearing"]
      lines += found.causes.map(line)
    }
    lines.append("")
    lines.append(
      found.beganWithTimer
        ? "It all began with a timer: a candle closes two seconds after its bar ends, if no later quote closed it before."
        : found.event.sequence == (found.causes.last ?? found.event).sequence
          ? "It is an input: it came from outside, nothing in the journal caused it."
          : "It all began with that input, which came from outside.")
    if !found.used.isEmpty {
      lines += ["", "It rests on"]
      lines += found.used.map(line)
    }
    lines += [
      "",
      "Decide it again: retrace replay \(journal) --from \(found.event.sequence) --to \(found.event.sequence)",
    ]
    return lines.joined(separator: "\n")
  }

  private func line(_ fact: Explanation.Fact) -> String {
    "  \(grouped(fact.sequence))  \(fact.kind.name)\n    \(fact.sentence)"
  }

  private func jsonText(_ found: Explanation) -> String {
    var object = fact(found.event)
    object.add("causes", raw: "[\(found.causes.map { fact($0).text }.joined(separator: ","))]")
    object.add("began_with_timer", found.beganWithTimer)
    object.add("used", raw: "[\(found.used.map { fact($0).text }.joined(separator: ","))]")
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

import Events
import Journal
import Market
import Node
import Turns

/// Prints what the reducers knew at some moment.
struct JournalStateCommand: Command {
  static let name = ["journal", "state"]
  static let summary = "Print what an actor knew after an event or at an instant, as JSON"
  static let usage =
    "retrace journal state DIR [--at SEQ|TIME] [--actor NAME] [--from-zero] [--json]"
  static let details = """
    Lets fresh actors receive the journal up to there: the newest snapshot before it, then the events \
    behind it (--from-zero: every event). A turn is never split, so the state is the one after the \
    turn that holds the event. Without --at, after the last event. A number below 10^12 is an event; \
    anything else is an instant. What each part means: `retrace schema --state`. \
    Exit status: 0 printed; 1 there is no such event or actor; 2 could not read.
    """
  static let examples = [
    "retrace journal state journal/runs/may --at 5000 --actor kernel",
    "retrace journal state journal/runs/may --at 2014-05-01T12:30:00Z",
  ]
  static let options = [
    Option(name: "at", form: .value("seq|time"), meaning: "after this event, or at this instant"),
    Option(name: "actor", form: .value("actor"), meaning: "only one: ingest, kernel, manifold, …"),
    Option(name: "from-zero", form: .flag, meaning: "apply every event, use no snapshot"),
    .json,
  ]

  private enum Moment {
    case event(UInt64)
    case instant(Timestamp)
  }

  private let journal: String
  private let moment: Moment?
  private let actor: ActorName?
  private let fromZero: Bool

  init(_ arguments: Arguments) throws(UsageError) {
    journal = try arguments.onlyWord("the journal's folder")
    moment = try Self.moment(arguments)
    actor = try Self.actor(arguments.value("actor"))
    fromZero = arguments.has("from-zero")
  }

  func run() throws -> ExitStatus {
    let log = try LMDBEventLog.openForReading(journal)
    defer { log.close() }
    let wanted = try sequence(in: log)
    guard let wanted else { return .no }
    var text = ""
    try PastState.at(wanted, in: log, path: journal, fromZero: fromZero) { engine, restoration in
      text = describe(engine, restoration)
    }
    Console.print(text)
    return .done
  }

  /// The event to apply up to; nil when there is none, which has then been said.
  private func sequence(in log: LMDBEventLog) throws -> UInt64? {
    let base = log.identity.base
    let newest = try log.newestPage()
    guard newest != nil || !base.isNone else {
      Console.error("retrace: The journal at \(journal) holds no event yet. Nothing was changed.")
      return nil
    }
    let last =
      try newest?.bytes.withUnsafeBytes { try PageHeader(page: $0).lastSequence }
      ?? base.lastSequence
    switch moment {
    case nil: return last
    case .event(let sequence):
      guard sequence <= last else {
        Console.error(
          "retrace: The journal at \(journal) ends at event \(last). Nothing was changed. "
            + "Ask for an event from 1 to \(last).")
        return nil
      }
      return sequence
    case .instant(let time):
      let found = try PastState.lastEvent(at: time, in: log, path: journal)
      guard found > 0 else {
        Console.error(
          "retrace: Nothing in the journal at \(journal) is as old as \(time). Nothing was changed. "
            + "`retrace journal stat \(journal)` says from when to when it reaches.")
        return nil
      }
      return found
    }
  }

  private func describe(
    _ engine: borrowing TurnEngine<Reducers>, _ restoration: Restoration
  ) -> String {
    var object = JSON()
    object.add("journal", journal)
    object.add("sequence", engine.position.lastSequence)
    object.add("at", engine.position.at.text)
    object.add("rules_version", rulesVersion)
    object.add("from_snapshot", restoration.fromSnapshot)
    object.add(
      "warnings", texts: restoration.warnings)
    var states = JSON()
    for actor in ActorName.allCases where self.actor ?? actor == actor {
      states.add(actor.name, raw: engine.reducers.text(of: actor))
    }
    object.add("actors", states)
    if actor == nil { object.add("timers", raw: engine.timersText) }
    return object.text
  }

  private static func moment(_ arguments: Arguments) throws(UsageError) -> Moment? {
    guard let text = arguments.value("at") else { return nil }
    if let number = UInt64(text), number < 1_000_000_000_000 {
      guard number > 0 else {
        throw UsageError("`--at 0` is no event: they count from 1. Nothing was done.")
      }
      return .event(number)
    }
    return try arguments.instant("at").map { .instant($0) }
  }

  private static func actor(_ text: String?) throws(UsageError) -> ActorName? {
    guard let text else { return nil }
    let actor = ActorName.allCases.first { $0.name == text || "\($0)" == text }
    if let actor { return actor }
    let names = ActorName.allCases.map { "\($0)" }.joined(separator: ", ")
    throw UsageError("There is no actor `\(text)`. There are: \(names). Nothing was done.")
  }
}

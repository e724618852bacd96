import Events
import Journal
import Turns

/// A snapshot that replay came past with another state.
package struct SnapshotDifference: Equatable, Sendable {
  /// The event at which it was taken.
  package let sequence: UInt64
  /// The section that differs: an actor, `position`, `timers` or `account`.
  package let section: String
  /// The first line of the state as the snapshot and as replay have it; nil where only bytes differ.
  package let recorded: String?
  package let replayed: String?
}

extension SnapshotDifference {
  /// The first section of a snapshot that is not what the reducers came to.
  ///
  /// Sections of other versions or names are no difference: nothing here could compare them. Nor are the timers
  /// of other rules, which no event tells of: rules arm them.
  static func first(
    in record: SnapshotRecord, _ engine: borrowing TurnEngine<Reducers>,
    _ history: JournalHistory
  ) -> SnapshotDifference? {
    let sections = engine.sections()
    for kept in record.sections {
      if kept.name == SharedSection.timers, record.rules != rulesVersion { continue }
      let ours =
        kept.name == JournalHistory.sectionName
        ? [history.section(version: kept.version)] : sections
      guard let own = ours.first(where: { $0.name == kept.name && $0.version == kept.version }),
        own.bytes != kept.bytes
      else { continue }
      var then = TurnEngine(Reducers())
      // Whether it can be read is the answer asked for; it then differs as a whole.
      let wasRead = (try? then.adopt(record.sections)) != nil
      let lines = ActorName.allCases.first { $0.name == kept.name }.flatMap { actor in
        wasRead ? firstLine(then.reducers.text(of: actor), engine.reducers.text(of: actor)) : nil
      }
      return SnapshotDifference(
        sequence: record.sequence, section: kept.name, recorded: lines?.0, replayed: lines?.1)
    }
    return nil
  }

  private static func firstLine(_ left: String, _ right: String) -> (String, String)? {
    let left = left.split(separator: "\n")
    let right = right.split(separator: "\n")
    func line(_ lines: [Substring], _ place: Int) -> String {
      place < lines.count ? String(lines[place].drop { $0 == " " }) : "nothing"
    }
    return (0..<max(left.count, right.count)).lazy
      .map { (line(left, $0), line(right, $0)) }
      .first { $0.0 != $0.1 }
  }
}

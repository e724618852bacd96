import Journal
import Market
import Node
import Numerics

/// Copies a journal, also one that is being written.
struct JournalBackupCommand: Command {
  static let name = ["journal", "backup"]
  static let summary = "Copy a journal, also beside a running node, and rehearse going on from it"
  static let usage = "retrace journal backup DIR TO [--drill] [--json]"
  static let details = """
    Reads in short pieces and never holds the writer up. TO is a new folder, or an earlier backup of this \
    journal: then only what is new is copied. The copy has the same journal id and heads; it is verified \
    whole before this says done. --drill rehearses what an opening would do with it: restores the reducers \
    from its snapshot and from its first event, compares the two, and replays every event. To go on from \
    a backup, stop the node and run with --journal TO. A new copy gets its name only when it is whole; \
    interrupted, it leaves TO.unfinished, which the same line removes before it begins anew. \
    Exit status: 0 copied and sound; 1 the copy is not sound, or the drill failed; 2 nothing was copied.
    """
  static let examples = [
    "retrace journal backup journal/runs/may backup/may",
    "retrace journal backup journal/runs/may backup/may --drill --json",
  ]
  static let options = [
    Option(name: "drill", form: .flag, meaning: "rehearse going on from the copy"), .json,
  ]

  private let journal: String
  private let target: String
  private let drill: Bool
  private let json: Bool

  init(_ arguments: Arguments) throws(UsageError) {
    guard arguments.words.count == 2 else {
      throw UsageError("Name the journal's folder and the folder of the copy. Nothing was done.")
    }
    journal = arguments.words[0]
    target = arguments.words[1]
    drill = arguments.has("drill")
    json = arguments.has("json")
  }

  func run() throws -> ExitStatus {
    let report = try JournalBackup.copy(journal, to: target)
    let rehearsal = drill && report.audit.isGood ? try RestoreDrill.rehearse(target) : nil
    Console.print(json ? object(report, rehearsal).text : text(report, rehearsal))
    return report.audit.isGood && rehearsal?.isPassed ?? true ? .done : .no
  }

  private func text(_ report: BackupReport, _ rehearsal: RestoreDrill?) -> String {
    var lines: [String] = []
    if let problem = report.audit.problem {
      lines += [
        "NOT SOUND: \(problem).",
        report.before == 0
          ? "Nothing was left at \(target). Run `retrace audit verify \(journal)`, and copy again."
          : "The copy at \(target) is no backup: remove it, run `retrace audit verify \(journal)`, and copy again.",
      ]
    } else {
      let new = report.through - report.before
      lines.append(
        report.before == 0
          ? "Copied \(grouped(report.through)) events to \(target), verified whole."
          : "Copied \(grouped(new)) new events to \(target), which had \(grouped(report.before)); "
            + "verified whole.")
      lines += [
        "  last event  \(grouped(report.through)) at \(report.at)",
        "  head        \(report.audit.headHash)",
      ]
      if report.beganAnew {
        lines.append(
          "  An earlier backup had been interrupted: its rest was removed, and this one began anew."
        )
      }
      if report.wasLive {
        lines.append("  A node was writing: what it recorded since is for the next backup.")
      }
    }
    if let rehearsal { lines += told(rehearsal) }
    return lines.joined(separator: "\n")
  }

  private func told(_ rehearsal: RestoreDrill) -> [String] {
    let place =
      rehearsal.fromSnapshot > 0
      ? "its snapshot at event \(grouped(rehearsal.fromSnapshot))" : "its first event"
    var lines = rehearsal.warnings
    lines.append(
      rehearsal.isPassed
        ? "Drill passed: it opens from \(place) to the state that all events lead to, and replay is "
          + "identical. To go on from it: stop the node, then `retrace run … --journal \(target)`."
        : !rehearsal.isSameState
          ? "DRILL FAILED: opened from \(place) it comes to another state than all events lead to. "
            + "Go on from it with `retrace run --from-zero`, and report this."
          : "DRILL FAILED: replay of the copy is not identical, or no proof: see `retrace replay \(target)`."
    )
    return lines
  }

  private func object(_ report: BackupReport, _ rehearsal: RestoreDrill?) -> JSON {
    var object = JSON()
    object.add("journal", journal)
    object.add("backup", target)
    object.add("journal_id", report.journal.hex)
    object.add("sound", report.audit.isGood)
    object.add("problem", report.audit.problem)
    object.add("events_before", report.before)
    object.add("events", report.through)
    object.add("pages_copied", report.pages)
    object.add("at", report.at.text)
    object.add("head_hash", report.audit.headHash.hex)
    object.add("was_live", report.wasLive)
    object.add("began_anew", report.beganAnew)
    object.add("drill", rehearsal.map { self.object($0) })
    return object
  }

  private func object(_ rehearsal: RestoreDrill) -> JSON {
    var object = JSON()
    object.add("passed", rehearsal.isPassed)
    object.add("from_snapshot", rehearsal.fromSnapshot)
    object.add("same_state", rehearsal.isSameState)
    object.add("replay_identical", rehearsal.replay.isIdentical)
    object.add("events_verified", rehearsal.replay.verified)
    return object
  }
}

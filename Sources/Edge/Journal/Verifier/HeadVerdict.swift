/// What became of a kept head line, held against a journal whose bytes are sound up to its event.
package enum HeadVerdict: Equatable, Sendable {
  /// The journal still contains what it contained.
  case holds(sequence: UInt64)
  /// Other events stand where the line was taken: any up to it may be another one.
  case changed(sequence: UInt64)
  /// The journal ends before the event of the line.
  case cut(sequence: UInt64, end: UInt64)
  /// The line is another journal's.
  case otherJournal(kept: JournalID, own: JournalID)
  /// The line is the parent's, of an event before its last: only the parent can tell.
  case askParent(sequence: UInt64, parent: JournalID, folder: String)
  /// The parent was another one when the line was taken.
  case parentChanged(sequence: UInt64)
  /// The line is of a later event than the parent had when it was sealed.
  case parentCut(sequence: UInt64, end: UInt64)

  /// - Parameter found: What stands at the event of the line; nil when the journal ends before.
  init(on kept: HeadLine, _ found: PageChecker.Wanted?, _ journal: JournalIdentity, end: UInt64) {
    let base = journal.base
    if !base.isNone, kept.journal == base.parent {
      if kept.sequence < base.lastSequence {
        self = .askParent(sequence: kept.sequence, parent: base.parent, folder: base.folder)
      } else if kept.sequence > base.lastSequence {
        self = .parentCut(sequence: kept.sequence, end: base.lastSequence)
      } else {
        self =
          kept.at == base.at && kept.head == base.headHash
          ? .holds(sequence: kept.sequence) : .parentChanged(sequence: kept.sequence)
      }
    } else if kept.journal != journal.id {
      self = .otherJournal(kept: kept.journal, own: journal.id)
    } else if let found {
      self =
        found.endsTurn && found.at == kept.at && found.head == kept.head
        ? .holds(sequence: kept.sequence) : .changed(sequence: kept.sequence)
    } else {
      self = .cut(sequence: kept.sequence, end: end)
    }
  }

  /// What is wrong, nil when the head holds.
  package var problem: String? {
    switch self {
    case .holds: nil
    case .changed(let sequence):
      "the kept head does not hold: the journal was changed at or before event \(sequence)"
    case .cut(let sequence, let end):
      "the kept head is of event \(sequence), but the journal ends at \(end): its tail was cut"
    case .otherJournal(let kept, _):
      "the kept head is of journal \(kept.hex), not of this one"
    case .askParent(let sequence, let parent, let folder):
      "the kept head is of event \(sequence) of the parent, journal \(parent.hex): it must be asked of "
        + "that one, which was at \(folder)"
    case .parentChanged(let sequence):
      "the kept head does not hold: the parent was changed at or before event \(sequence)"
    case .parentCut(let sequence, let end):
      "the kept head is of event \(sequence) of the parent, but this journal goes on behind its event "
        + "\(end): its tail was cut before"
    }
  }

  /// What to do about it, nil when the head holds.
  package var advice: String? {
    switch self {
    case .holds: nil
    case .changed(let sequence):
      "Every event up to \(sequence) may be another one than it was: its hashes were made anew. Keep the "
        + "folder as it is, and go on from a backup against which the same line holds."
    case .cut(_, let end):
      "Its bytes are sound up to event \(end), but what came behind it is gone. Keep the folder as it is, "
        + "and go on from a backup against which the same line holds."
    case .otherJournal(_, let own):
      "Nothing is said about this journal. Give a line of journal \(own.hex)."
    case .askParent: "Nothing is said about this journal. Hold the line against the parent."
    case .parentChanged:
      "This journal was made behind another parent than the one that the line tells of. Keep both folders "
        + "as they are, and hold the line against the parent."
    case .parentCut:
      "The parent was cut before it was sealed. Keep both folders as they are, and look for its tail in a "
        + "backup of the parent."
    }
  }
}

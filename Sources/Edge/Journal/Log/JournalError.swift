import Market
import Numerics

/// Why a journal cannot be opened, read or written.
package enum JournalError: Error, Equatable, Sendable {
  /// No folder, or no `data.mdb` in it.
  case notFound(path: String)
  /// The operating system refused.
  case unreadable(path: String, reason: String)
  /// There is an environment, but no journal in it.
  case notAJournal(path: String)
  /// Made by a later release.
  case newerFormat(path: String, format: UInt16)
  /// One of its events was written by a later release: nothing is damaged.
  case newerEvent(path: String, sequence: UInt64, what: String)
  /// Another process is writing.
  case locked(path: String, processID: String)
  /// It is being made, or its making was interrupted.
  case unfinished(path: String, what: String)
  /// A folder where a journal is to be made holds something else.
  case inTheWay(path: String)
  /// The file that was opened for writing is no longer the one under its name.
  case otherFile(path: String, what: String, rescued: String?, lastDurable: UInt64)
  /// The clock of this machine shows an instant that no journal can hold.
  case clock(shown: String, lastDurable: UInt64)
  /// A page or snapshot that a reader would refuse: a bug above the log. Nothing was written.
  case unreadableRecord(what: String, lastDurable: UInt64)
  /// The bytes contradict themselves.
  case damaged(path: String, what: String, goodThrough: UInt64)
  /// A commit failed. Everything acknowledged before is safe.
  case writeFailed(path: String, reason: String, lastDurable: UInt64)
  /// It was closed for good; another one goes on behind it.
  case sealed(path: String, child: String, folder: String)
  /// Two journals that begin behind different facts, so that their turns cannot be set side by side.
  case otherBase(left: String, JournalOrigin, right: String, JournalOrigin)
  /// An event that stands before the base of a child.
  case inParent(path: String, sequence: UInt64, base: JournalOrigin)
  /// What a child's base does not tell this program must come from its parent, which is not at hand.
  case parentNeeded(path: String, base: JournalOrigin, why: String)
  /// A sealed journal goes on in a child that is not at hand.
  case childNeeded(path: String, child: String, folder: String)
  /// A folder that holds something else than an earlier backup of this journal.
  case notABackup(path: String, of: String, why: String)
  /// A journal without an event.
  case nothingToCopy(path: String)
  /// Pages out of order: a bug above the log.
  case outOfOrder(expected: UInt64, found: UInt64)
}

extension JournalError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notFound(let path):
      """
      There is no journal at \(path). Nothing was changed. \
      Start one with `retrace run --feed PATH --journal \(path)`.
      """
    case .unreadable(let path, let reason):
      """
      The journal at \(path) cannot be read: \(reason). Nothing was changed. \
      Check that the folder is there and that you may read and write it.
      """
    case .notAJournal(let path):
      """
      \(path) holds an LMDB file that is no journal, or one whose birth was interrupted. Nothing \
      was changed. Name another folder, or remove it if it is empty of meaning.
      """
    case .newerFormat(let path, let format):
      """
      The journal at \(path) has format \(format), newer than this program's. Nothing was changed. \
      Use the release of retrace that wrote it, or a later one.
      """
    case .newerEvent(let path, let sequence, let what):
      """
      Event \(sequence) of the journal at \(path) is newer than this program: \(what). Nothing is \
      damaged and nothing was changed. Use the release of retrace that wrote it, or a later one.
      """
    case .locked(let path, let processID):
      """
      Process \(processID) is writing the journal at \(path). Nothing was changed. \
      Stop it first, or use another journal; reading it meanwhile is fine.
      """
    case .unfinished(let path, let what):
      """
      \(path) is no journal yet: \(what) is at work there, or was interrupted. Nothing was changed. \
      Give the same command again: it begins anew.
      """
    case .inTheWay(let path):
      """
      \(path) holds something that this command has not made. Nothing was changed. Move it away, and \
      give the command again.
      """
    case .otherFile(let path, let what, let rescued, let lastDurable):
      """
      The run was ended, because \(path)/data.mdb is no longer the file that it was writing: \(what). \
      Events up to \(lastDurable) are in the file that was opened\(Self.place(rescued)); nothing was \
      written to what is under its name now, and what came after was not recorded and had no effect. \
      Find out who moves files there, put the journal back from where it is or from a backup, and look \
      up every order since then at the broker.
      """
    case .clock(let shown, let lastDurable):
      """
      The clock of this machine shows \(shown), which no journal can hold: instants lie between 1970 and \
      \(Timestamp.limit.text.prefix(4)). Everything up to event \(lastDurable) is safe; what came after \
      was not recorded and had no effect. Set the clock, and run again.
      """
    case .unreadableRecord(let what, let lastDurable):
      """
      A record was not written, because it could not be read again: \(what). Everything up to event \
      \(lastDurable) is safe; what came after was not recorded and had no effect. This is a bug: \
      report it.
      """
    case .damaged(let path, let what, 0):
      """
      The journal at \(path) is damaged: \(what). Nothing of it was used and nothing was changed. \
      Run `retrace audit verify \(path)`: it tells what can be kept. Or go on from a backup.
      """
    case .damaged(let path, let what, let goodThrough):
      """
      The journal at \(path) is damaged: \(what). Events 1 to \(goodThrough) are good; nothing \
      behind them was used and nothing was changed. \
      Run `retrace audit verify \(path)`: it tells how to keep what is good. Or go on from a backup.
      """
    case .writeFailed(let path, let reason, let lastDurable):
      """
      Writing the journal at \(path) failed: \(reason). Everything up to event \(lastDurable) is \
      safe; what came after was not recorded and had no effect. Make room or mend the disk, run \
      `retrace audit verify \(path)`, then remove \(path)/FAULT and run again.
      """
    case .sealed(let path, let child, let folder):
      """
      The journal at \(path) is sealed: it takes no event any more, and is read as before. It goes on \
      in journal \(child), made at \(folder). Nothing was changed. \
      Run with `--journal \(folder)`, or where that journal is now.
      """
    case .otherBase(let left, let base, let right, let other):
      """
      \(left) begins behind content event \(base.contentEvents), \(right) behind \(other.contentEvents): \
      their turns cannot be set side by side. Nothing was changed. \
      Compare journals that begin at the same place.
      """
    case .inParent(let path, let sequence, let base):
      """
      Event \(sequence) stands in the parent of the journal at \(path), which begins with event \
      \(base.lastSequence + 1). Nothing was changed. \
      Ask the parent, journal \(base.parent.hex): it was at \(base.folder).
      """
    case .parentNeeded(let path, let base, let why):
      """
      The journal at \(path) begins behind event \(base.lastSequence) of its parent, and cannot be \
      opened without it: \(why). Nothing was changed, and every event is safe. \
      Bring the parent, journal \(base.parent.hex) with head \(base.headHash.hex), back to \
      \(base.folder), or use the release of retrace that made this journal.
      """
    case .childNeeded(let path, let child, let folder):
      """
      The journal at \(path) is sealed and goes on in journal \(child), which is not at \(folder) and \
      not beside it. Every event of this one was read, and nothing was changed. \
      Bring the child back to \(folder), or name the folder where it is now.
      """
    case .notABackup(let path, let source, let why):
      """
      \(path) is no earlier backup of \(source): \(why). Nothing was changed. \
      Name a folder that does not exist yet, or the folder of an earlier backup.
      """
    case .nothingToCopy(let path):
      """
      The journal at \(path) holds no event yet. Nothing was copied and nothing was changed.
      """
    case .outOfOrder(let expected, let found):
      """
      A page beginning at event \(found) was appended where event \(expected) comes next. \
      Nothing was recorded. This is a bug: report it.
      """
    }
  }

  private static func place(_ rescued: String?) -> String {
    rescued.map { ", which is now \($0)" } ?? ", which is gone with this process"
  }

  /// Whether this is a verdict about the journal, rather than a failure to find out.
  package var isDamage: Bool {
    switch self {
    case .damaged, .notAJournal: true
    default: false
    }
  }
}

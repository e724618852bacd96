package import Journal
import Numerics

/// Why a journal could not be sealed. Nothing was changed, unless the text says otherwise.
package enum SealError: Error, Equatable {
  /// Its bytes are not sound, or cannot be judged by this program.
  case notSound(path: String, problem: String, isNewer: Bool)
  case empty(path: String)
  /// A failed write was marked, and nobody has looked at it.
  case fault(path: String, text: String)
  /// The folder for the child holds a journal that is no child of this one.
  case occupied(path: String, child: String, journal: JournalID)
  /// The folder holds a child that was made at an earlier event.
  case outgrown(path: String, child: String, at: UInt64, now: UInt64)
  /// It was sealed before, into another folder.
  case sealedElsewhere(path: String, seal: JournalSeal)
  case sameFolder(path: String)
  /// What the reducers know does not fit into the snapshot that a child begins with.
  case stateTooLarge(path: String, reducers: [String])

  /// Whether this is an answer, rather than a failure to find one.
  package var isAnswer: Bool {
    if case .notSound(_, _, let isNewer) = self { !isNewer } else { false }
  }
}

extension SealError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notSound(let path, let problem, _):
      """
      The journal at \(path) was not sealed, because it does not verify: \(problem). Nothing was \
      changed. Run `retrace audit verify \(path)`: it tells what is good and how to keep it.
      """
    case .empty(let path):
      """
      The journal at \(path) holds no event yet: there is nothing to seal. Nothing was changed.
      """
    case .fault(let path, let text):
      """
      The journal at \(path) has a FAULT file: \(text) Nothing was changed. \
      Run `retrace audit verify \(path)`, mend the cause, remove \(path)/FAULT and seal again.
      """
    case .occupied(let path, let child, let journal):
      """
      \(child) holds journal \(journal.hex), which is no child of the journal at \(path). Nothing was \
      changed. Name a folder that does not exist yet.
      """
    case .outgrown(let path, let child, let base, let now):
      """
      \(child) is a child of the journal at \(path) from event \(base) on, but that has gone on to \
      event \(now): an earlier sealing was interrupted. Nothing was changed. If nothing was run in \
      \(child) (`retrace journal stat \(child)`), remove it and seal again; otherwise the two have \
      parted, and you must choose which one to keep.
      """
    case .sealedElsewhere(let path, let seal):
      """
      The journal at \(path) was sealed already, at event \(seal.lastSequence): it goes on in journal \
      \(seal.child.hex), made at \(seal.folder). Nothing was changed. \
      Go on there: `retrace run --journal \(seal.folder) …`.
      """
    case .sameFolder(let path):
      """
      \(path) cannot be sealed into itself. Nothing was changed. Name a folder that does not exist yet.
      """
    case .stateTooLarge(let path, let reducers):
      """
      The journal at \(path) cannot be sealed: what \(reducers.joined(separator: ", ")) knows is more than \
      the 4 MiB that a child may begin with. Nothing was changed, and the journal goes on as it is.
      """
    }
  }
}

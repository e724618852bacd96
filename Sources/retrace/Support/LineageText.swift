import Journal
import Market
import Numerics

/// Says where a journal begins that has a parent, and where a sealed one goes on.
enum LineageText {
  /// Lines of a report, none for a journal that stands alone.
  static func lines(of journal: JournalIdentity) -> [String] {
    var lines: [String] = []
    let base = journal.base
    if !base.isNone {
      lines.append(
        "  parent       journal \(base.parent.hex), events to \(grouped(base.lastSequence)), was at \(base.folder)"
      )
    }
    if let seal = journal.seal {
      lines.append(
        "  sealed       \(seal.sealedAt), goes on in journal \(seal.child.hex), made at \(seal.folder)"
      )
    }
    return lines
  }
}

extension JSON {
  /// The members `parent` and `sealed`, in an object that shows a journal that has them; else none.
  mutating func add(lineageOf journal: JournalIdentity) {
    let base = journal.base
    if !base.isNone {
      var parent = JSON()
      parent.add("journal", base.parent.hex)
      parent.add("folder", base.folder)
      parent.add("last_seq", base.lastSequence)
      parent.add("head_hash", base.headHash.hex)
      add("parent", parent)
    }
    if let seal = journal.seal {
      var sealed = JSON()
      sealed.add("child", seal.child.hex)
      sealed.add("folder", seal.folder)
      sealed.add("at", seal.sealedAt.text)
      sealed.add("compressed", seal.form == .compressed)
      add("sealed", sealed)
    }
  }
}

import Journal
import TestSupport

/// A journal on disk written by hand, for changing it afterwards: a listing, then `pages` pages of the
/// same shape and size, four events each: three quotes and the end of a candle.
struct HandJournal {
  let path: String
  let events: [WrittenEvent]

  init(
    _ name: String = "good", in folder: TemporaryFolder, pages: Int = 5,
    of identity: JournalIdentity = .one
  ) throws {
    path = folder.path(name)
    let scribe = Scribe(try LMDBEventLog.forTests(path, identity))
    defer { scribe.log.close() }
    scribe.write { $0.listing() }
    try scribe.commit()
    for _ in 0..<pages {
      scribe.write(quotes: 2)
      scribe.write { $0.quote(answers: 1) }
      try scribe.commit()
    }
    events = scribe.events
  }

  /// What `audit head` would have printed when the journal ended at an event.
  func head(at sequence: UInt64) -> HeadLine {
    let event = events[Int(sequence) - 1]
    return HeadLine(
      journal: JournalIdentity.one.id, sequence: sequence, at: event.at,
      head: DefinedChain(of: events.prefix(Int(sequence))).headHash(of: JournalIdentity.one.id))
  }

  func file() throws -> DataFile { try DataFile(of: path) }
}

import Journal

/// Makes a journal as a run leaves it that dies before its first commit.
func emptyJournal(at path: String) throws {
  let log = try LMDBEventLog.openForWriting(path, durable: false) {
    JournalIdentity(id: JournalID(bytes: Array(1...16)), bornAt: 1_700_000_000_000_000_000)
  }
  log.close()
}

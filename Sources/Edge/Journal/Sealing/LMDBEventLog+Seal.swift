import Events

extension LMDBEventLog {
  /// Closes the journal for good: durable when it returns.
  ///
  /// - Throws: `writeFailed`; the journal is then open as before.
  package func markSealed(_ seal: JournalSeal) throws(JournalError) {
    metaPages?.remember()
    do throws(LMDB.Failure) {
      try store.write { transaction throws(LMDB.Failure) in
        try MetaRecord.put(identity.sealed(seal), in: transaction)
      }
      try store.sync()
    } catch {
      metaPages?.restore()
      throw .writeFailed(
        path: folder.path, reason: error.text, lastDurable: seal.lastSequence)
    }
  }

  /// Makes everything durable that was committed without a sync.
  package func sync() throws(JournalError) {
    do throws(LMDB.Failure) {
      try store.sync()
    } catch {
      throw .unreadable(path: folder.path, reason: error.text)
    }
  }
}

extension LMDBEventLog {
  /// The seal as it stands now; `identity` has that of the opening.
  ///
  /// - Throws: `damaged`, `newerFormat` or `unreadable`.
  package func currentSeal() throws(JournalError) -> JournalSeal? {
    try MetaRecord.read(from: store, folder: folder).seal
  }
}

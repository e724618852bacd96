import Events
import Journal
import Market
import Numerics
import TestSupport
import Testing

/// Snapshots in logs of both kinds, and what the verifiers say of them.
@Suite struct `Kept snapshots` {
  private let folder = TemporaryFolder()

  private var state: SnapshotState? {
    SnapshotState(
      rules: 1, shared: [SnapshotSection(name: "position", version: 1, bytes: [5])], reducers: [])
  }

  private func logs() throws -> [any EventLog] {
    [MemoryEventLog(identity: .one), try LMDBEventLog.forTests(folder.path("log"))]
  }

  @Test func `are the three newest, newest first`() throws {
    for log in try logs() {
      let scribe = Scribe(log)
      var taken: [UInt64] = []
      for number in 1...5 {
        scribe.write(quotes: number)
        try scribe.commit(state: state)
        taken.insert(scribe.writer.lastSequence, at: 0)
        #expect(try log.snapshots().map(\.key) == Array(taken.prefix(3)))
      }
      log.close()
    }
    #expect(Verdict(on: folder.path("log")) == .sound)
  }

  @Test func `are written in one transaction with the page that ends at their event`() throws {
    let path = folder.path("log")
    let log = try LMDBEventLog.forTests(path)
    defer { log.close() }
    /// LMDB counts its transactions in the meta pages.
    func transactions() throws -> UInt64 {
      let file = try DataFile(of: path)
      return file.number(at: file.newestMetaPage + 144)
    }
    let scribe = Scribe(log)
    for number in 1...4 as ClosedRange<UInt64> {
      let before = try transactions()
      scribe.write(quotes: 3)
      try scribe.commit(state: state)
      #expect(try transactions() == before + 1, "more than one transaction")
      #expect(try log.snapshots().first?.key == 3 * number)
    }
  }

  @Test func `may be taken with no new page, over one of the same event`() throws {
    for log in try logs() {
      let scribe = Scribe(log)
      scribe.write(quotes: 3)
      try scribe.commit()
      try scribe.commit(state: state)
      try scribe.commit(state: state)
      #expect(try log.snapshots().map(\.key) == [3])
      log.close()
    }
  }

  @Test func `of another place than the last event are refused, and nothing is written`() throws {
    for log in try logs() {
      let scribe = Scribe(log)
      scribe.write(quotes: 3)
      try scribe.commit()
      #expect(throws: JournalError.outOfOrder(expected: 3, found: 2)) {
        try log.append([], snapshot: PendingSnapshot(sequence: 2, bytes: [1]))
      }
      #expect(try log.snapshots().isEmpty)
      log.close()
    }
  }

  /// What both verifiers say of a journal with this one snapshot.
  private func verdict(
    _ record: (SnapshotRecord) -> [UInt8], named name: String = #function
  ) async throws -> Verdict? {
    let path = folder.path("damaged")
    let log = try LMDBEventLog.forTests(path)
    let scribe = Scribe(log)
    scribe.write(quotes: 3)
    try scribe.commit()
    scribe.write(quotes: 3)
    try scribe.commit()
    let good = SnapshotRecord(
      journal: JournalIdentity.one.id, sequence: 6, at: scribe.writer.at, rules: 1,
      contentHead: scribe.chain.contentHead(), nodeHead: scribe.chain.nodeHead, takenAt: .zero,
      sections: [SnapshotSection(name: "position", version: 1, bytes: [1, 2])])
    try log.append([], snapshot: PendingSnapshot(sequence: 6, bytes: record(good)))
    log.close()
    return try await Verdict.ofBoth(on: path)
  }

  private func problem() throws -> String {
    try JournalVerifier.verify(folder.path("damaged")).problem ?? "none"
  }

  @Test func `that are good are sound`() async throws {
    #expect(try await verdict { $0.encoded() } == .sound)
  }

  @Test func `that are damaged are named, and every event is good`() async throws {
    let emitted = try await verdict {
      var bytes = $0.encoded()
      bytes[bytes.count - 1] ^= 1
      return bytes
    }
    #expect(emitted == .damaged)
    #expect(
      try problem()
        == "the snapshot at event 6 is damaged: its checksum is wrong. The events themselves are good; "
        + "an opening passes over this snapshot and reads more events instead")
    #expect(try JournalVerifier.verify(folder.path("damaged")).events == 6)
  }

  @Test func `of a newer format leave the question open`() async throws {
    let emitted = try await verdict {
      var bytes = $0.encoded()
      bytes[4] = 2
      bytes.repairSnapshotChecksum()
      return bytes
    }
    #expect(emitted == .unknown)
  }

  @Test(arguments: [8, 24, 32, 48, 80, 112, 120, 124, 128])
  func `with a field that is not the journal's are damaged`(offset: Int) async throws {
    let emitted = try await verdict {
      var bytes = $0.encoded()
      bytes[offset + (offset == 112 ? 7 : 0)] ^= 0x80
      bytes.repairSnapshotChecksum()
      return bytes
    }
    let problem = try problem()
    #expect(emitted == .damaged, "\(problem)")
  }

  @Test func `that end inside a page are damaged`() async throws {
    let path = folder.path("inside")
    let log = try LMDBEventLog.forTests(path)
    let scribe = Scribe(log)
    scribe.write(quotes: 3)
    try scribe.commit(state: state)
    log.close()
    var file = try DataFile(of: path)
    try file.changeSnapshot(0) { $0[24] = 2 }
    // Filed under its own event, so that only the page's end gives it away.
    try file.changeSnapshotKey(0, to: 2)
    let changed = try file.write("changed", in: folder)
    #expect(try await Verdict.ofBoth(on: changed) == .damaged)
    #expect(
      try JournalVerifier.verify(changed).problem?.contains("no page ends at its event") == true)
  }
}

extension Scribe {
  /// Commits with a snapshot.
  func commit(state: SnapshotState?) throws {
    try commit(at: 1_700_000_000_000_000_000, state: state)
  }
}

extension DataFile {
  private func snapshots() throws -> [TreeFile.Entry] {
    try bytes.withUnsafeBytes { try TreeFile($0).snapshots }
  }

  /// Changes a snapshot and repairs its checksum.
  mutating func changeSnapshot(_ number: Int, _ change: (inout [UInt8]) -> Void) throws {
    let range = try snapshots()[number].data
    var record = Array(bytes[range])
    change(&record)
    record.repairSnapshotChecksum()
    bytes.replaceSubrange(range, with: record)
  }

  mutating func changeSnapshotKey(_ number: Int, to sequence: UInt64) throws {
    let range = try snapshots()[number].key
    withUnsafeBytes(of: sequence.bigEndian) { bytes.replaceSubrange(range, with: $0) }
  }
}

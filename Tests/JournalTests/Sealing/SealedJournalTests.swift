import Events
import Journal
import Market
import Numerics
import TestSupport
import Testing

@Suite struct `A sealed journal` {
  private let folder = TemporaryFolder()
  private let other = TemporaryFolder()

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `has its pages laid together and compressed, under the same heads`(
    seed: UInt64
  ) async throws {
    let plain = try JournalVerifier.verify(try smallJournal(seed: seed, in: other))
    let sealed = try SealedJournal(seed: seed, in: folder)
    let report = try JournalVerifier.verify(sealed.parent)
    #expect(report.isGood && report.identity?.seal?.form == .compressed, "\(report.problem ?? "")")
    #expect(report.contentDigest == plain.contentDigest && report.headHash == plain.headHash)
    #expect(report.events == plain.events)
    // Forty commits, and a page ends where each of the three snapshots was taken.
    #expect(plain.pages == 40 && report.pages == 3)
    #expect(try await Verdict.ofBoth(on: sealed.parent) == .sound)
    #expect(try await Verdict.ofBoth(on: sealed.parent, head: sealed.parentHead) == .sound)
    #expect(try await Verdict.ofBoth(on: sealed.parent, head: sealed.earlierHead) == .sound)
    let file = try DataFile(of: sealed.parent)
    let stored = try file.pages().map { file.bytes[$0.data.lowerBound + 4] }
    #expect(stored.allSatisfy { $0 == 2 })
  }

  @Test func `gives its readers the events as they were, page by page`() throws {
    let plain = try LMDBEventLog.openForReading(try smallJournal(seed: 1, in: other))
    defer { plain.close() }
    let sealed = try LMDBEventLog.openForReading(SealedJournal(seed: 1, in: folder).parent)
    defer { sealed.close() }
    func frames(_ log: LMDBEventLog) throws -> [UInt8] {
      try log.pages().flatMap { $0.bytes.dropFirst(PageHeader.byteCount) }
    }
    #expect(try frames(sealed) == frames(plain))
    #expect(try sealed.snapshots().map(\.key) == plain.snapshots().map(\.key))
    for page in try sealed.pages() {
      #expect(try sealed.page(holding: page.key)?.bytes == page.bytes)
      #expect(try page.header.firstSequence == page.key)
    }
  }

  @Test func `refuses to be written, and says where it goes on`() throws {
    let sealed = try SealedJournal(seed: 1, in: folder)
    let before = try DataFile(of: sealed.parent).bytes
    let refused = JournalError.sealed(
      path: sealed.parent, child: JournalIdentity.other.id.hex, folder: sealed.child)
    #expect(throws: refused) { try LMDBEventLog.forTests(sealed.parent) }
    #expect(refused.description.contains(sealed.child))
    #expect(try DataFile(of: sealed.parent).bytes == before)
  }

  @Test func `is whole in both of the states that its file holds`() throws {
    let sealed = try SealedJournal(seed: 1, in: folder)
    var file = try DataFile(of: sealed.parent)
    // As if the newest commit had never been: what a reader sees that takes the other meta page.
    let newest = file.newestMetaPage
    let older = newest == 0 ? file.treePage : 0
    let transaction = file.number(at: older + 144)
    for place in 0..<8 { file.bytes[newest + 144 + place] = 0 }
    file.bytes.put(transaction - 1, at: newest + 144)
    let head = try JournalVerifier.verify(sealed.parent).headHash
    let path = try file.write("older", in: folder)
    let log = try LMDBEventLog.openForReading(path)
    defer { log.close() }
    #expect(log.identity.seal?.form == .compressed)
    let end = try #require(try log.pages().last).header
    #expect(
      ChainState.headHash(
        journal: log.identity.id, lastSequence: end.lastSequence, contentHead: end.contentHead,
        nodeHead: end.nodeHead) == head)
  }

  @Test func `is verified whole before it takes the place of the old file`() throws {
    let sealed = try SealedJournal(seed: 1, in: folder, compressing: false)
    let before = try DataFile(of: sealed.parent).bytes
    do {
      let copy = try #require(try SealedCopy(of: sealed.parent))
      try copy.write()
      #expect(try DataFile(of: sealed.parent).bytes == before)
      let copied = sealed.parent + "/sealing"
      #expect(try JournalVerifier.verify(copied, unfinished: true).isGood)
      #expect(throws: JournalError.self) { try JournalVerifier.verify(copied) }
      #expect(throws: JournalError.self) { try LMDBEventLog.forTests(sealed.parent) }
    }
    // Given up there; a second attempt begins anew.
    let copy = try #require(try SealedCopy(of: sealed.parent))
    try copy.write()
    try copy.replace()
    #expect(copy.bytesAfter < copy.bytesBefore)
    #expect(try JournalVerifier.verify(sealed.parent).isGood)
    #expect(!folder.contains("small-1/sealing"))
  }

  @Test func `is compressed once`() throws {
    let sealed = try SealedJournal(seed: 1, in: folder)
    let again = try SealedCopy(of: sealed.parent)
    if again != nil { Issue.record("it was compressed twice") }
  }

  @Test func `that is damaged is not compressed`() throws {
    let sealed = try SealedJournal(seed: 1, in: folder, compressing: false)
    var file = try DataFile(of: sealed.parent)
    try file.changePage(7) { $0[230] ^= 1 }
    let path = try file.write("damaged", in: folder)
    let copy = try #require(try SealedCopy(of: path))
    #expect(throws: JournalError.self) { try copy.write() }
    #expect(try DataFile(of: path).bytes == file.bytes)
  }

  // MARK: Damage

  @Test(arguments: [
    ("more bytes than it says", -1), ("fewer bytes than it says", 1),
    ("more than a page may", 8 << 20),
  ])
  func `whose stream gives another number of bytes is damaged`(
    name: String, more: Int
  ) async throws {
    let sealed = try SealedJournal(seed: 1, in: folder)
    var file = try DataFile(of: sealed.parent)
    try file.changePage(1) { page in
      let emitted = page[216..<220].reversed().reduce(0) { $0 << 8 | Int($1) }
      page.put(UInt32(emitted + more), at: 216)
    }
    let path = try file.write("damaged", in: folder)
    #expect(try await Verdict.ofBoth(on: path) == .damaged)
    let report = try JournalVerifier.verify(path)
    #expect(report.problem?.contains("cannot be inflated") == true)
    #expect(report.pages == 1)
  }

  @Test func `whose stream is cut or goes on is damaged`() async throws {
    let sealed = try SealedJournal(seed: 1, in: folder)
    for (name, change) in [("cut", -1), ("longer", 1)] {
      var file = try DataFile(of: sealed.parent)
      try file.changePage(0) { page in
        // The length of a value cannot change in place: the stream's last byte, or a byte within.
        page[change < 0 ? page.count - 1 : PageHeader.byteCount + 2] ^= 0x55
      }
      #expect(try await Verdict.ofBoth(on: file.write(name, in: folder)) == .damaged)
    }
  }

  @Test func `that goes on behind its seal is damaged`() async throws {
    let sealed = try SealedJournal(seed: 1, in: folder)
    var file = try DataFile(of: sealed.parent)
    try file.changeLink("sealed") { $0.put(sealed.parentHead.sequence - 1, at: 40) }
    let path = try file.write("damaged", in: folder)
    #expect(try await Verdict.ofBoth(on: path) == .damaged)
    #expect(try JournalVerifier.verify(path).problem?.contains("it was sealed at event") == true)
  }

  @Test func `of a newer form of stored pages leaves the question open`() async throws {
    let sealed = try SealedJournal(seed: 1, in: folder)
    var file = try DataFile(of: sealed.parent)
    try file.changePage(2) { $0.put(UInt16(3), at: 4) }
    #expect(try await Verdict.ofBoth(on: file.write("newer", in: folder)) == .unknown)
  }
}

extension DataFile {
  /// Changes the record `parent` or `sealed` and repairs its checksum.
  mutating func changeLink(_ key: String, _ change: (inout [UInt8]) -> Void) throws {
    let found = try bytes.withUnsafeBytes { file in
      try TreeFile(file).meta.first { file[$0.key].elementsEqual(key.utf8) }?.data
    }
    guard let range = found else { throw VectorMismatch("there is no record \(key)") }
    var record = Array(bytes[range])
    change(&record)
    let header = Int(record[6]) | Int(record[7]) << 8
    let head = record[..<(header - 4)].withUnsafeBytes { crc32c($0) }
    record.put(record[header...].withUnsafeBytes { crc32c($0, continuing: head) }, at: header - 4)
    bytes.replaceSubrange(range, with: record)
  }
}

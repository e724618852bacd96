import Journal
import TestSupport
import Testing

/// What LMDB would follow blindly.
@Suite struct `A damaged tree` {
  private let folder = TemporaryFolder()

  /// What ours says, after both have said that it is damaged.
  private func problem(_ file: DataFile) async throws -> String {
    let path = try file.write("damaged", in: folder)
    #expect(try await Verdict.ofBoth(on: path) == .damaged)
    #expect(throws: JournalError.self) { try LMDBEventLog.openForReading(path) }
    #expect(throws: JournalError.self) { try LMDBEventLog.forTests(path) }
    return try #require(try JournalVerifier.verify(path).problem)
  }

  /// Both numbers still follow each other, and every page of the state before is sound.
  @Test(arguments: [4, 5]) func `is one whose newest state is called the older`(
    pages: Int
  ) async throws {
    var file = try HandJournal(in: folder, pages: pages).file()
    let newest = file.newestMetaPage
    let transaction = file.number(at: newest + 144)
    file.bytes.put(transaction - 2, at: newest + 144)
    try #require(file.newestMetaPage != newest)
    #expect(try await problem(file).contains("fewer pages of events than the one before"))
  }

  @Test func `is one whose states do not follow each other`() async throws {
    var file = try HandJournal(in: folder).file()
    let newest = file.newestMetaPage
    file.bytes.put(file.number(at: newest + 144) + 2, at: newest + 144)
    #expect(try await problem(file).contains("which do not follow"))
  }

  @Test func `is one that would write over a page in use`() async throws {
    var file = try HandJournal(in: folder).file()
    let live = UInt64(try file.pages()[0].data.lowerBound / file.treePage)
    file.bytes.put(UInt64(1), at: file.freeList.lowerBound)
    file.bytes.put(live, at: file.freeList.lowerBound + 8)
    #expect(
      try await problem(file)
        == "the list of free pages of data.mdb is wrong: page \(live) is in use")
  }

  @Test func `is one whose free pages are more than their record holds`() async throws {
    var file = try HandJournal(in: folder).file()
    file.bytes.put(UInt64(1 << 40), at: file.freeList.lowerBound)
    #expect(try await problem(file).contains("a record is too short"))
  }

  @Test func `is one whose pages were freed in the future`() async throws {
    var file = try HandJournal(in: folder).file()
    file.bytes.put(file.number(at: file.newestMetaPage + 144) + 1, at: file.freeList.lowerBound - 8)
    #expect(try await problem(file).contains("still to come"))
  }

  @Test(arguments: [256, 65_536, 4_097] as [UInt32])
  func `is one of tree pages of no size that LMDB has`(size: UInt32) async throws {
    var file = try HandJournal(in: folder).file()
    for meta in [0, file.treePage] { file.bytes.put(size, at: meta + 40) }
    file.bytes += [UInt8](repeating: 0, count: 131_072)
    #expect(try await problem(file) == "meta page 0 of data.mdb is wrong")
  }

  @Test func `is one that ends beyond 1 TiB`() async throws {
    var file = try HandJournal(in: folder).file()
    file.bytes.put(UInt64(1 << 40) / UInt64(file.treePage), at: file.newestMetaPage + 136)
    #expect(try await problem(file) == "data.mdb says that it ends beyond 1 TiB")
  }

  @Test func `is one deeper than LMDB's own`() async throws {
    var file = try HandJournal(in: folder).file()
    file.bytes.put(UInt16(33), at: file.newestMetaPage + 88 + 6)
    #expect(try await problem(file) == "the record of database main is wrong")
  }

  @Test func `minds no byte that no rule names`() async throws {
    var file = try HandJournal(in: folder).file()
    for meta in [0, file.treePage] {
      for offset in [8, 9, 12, 13, 14, 15] + Array(24..<40) { file.bytes[meta + offset] ^= 0xA5 }
    }
    let older = file.newestMetaPage == 0 ? file.treePage : 0
    for offset in 44..<88 { file.bytes[older + offset] ^= 0xA5 }
    #expect(try await Verdict.ofBoth(on: try file.write("odd", in: folder)) == .sound)
  }
}

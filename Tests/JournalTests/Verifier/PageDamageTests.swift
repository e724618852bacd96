import Journal
import TestSupport
import Testing

@Suite struct `A damaged page` {
  private let folder = TemporaryFolder()

  /// What ours says, after both have said that it is damaged.
  private func problem(_ file: DataFile) async throws -> String {
    let path = try file.write("damaged", in: folder)
    #expect(try await Verdict.ofBoth(on: path) == .damaged)
    return try #require(try JournalVerifier.verify(path).problem)
  }

  @Test func `breaks the chain, though its checksum was made right`() async throws {
    var file = try HandJournal(in: folder).file()
    // The last byte of the second page is in the payload of its last event: a volume.
    try file.changePage(1) { $0[$0.count - 1] ^= 2 }
    #expect(try await problem(file) == "the hash chain breaks in the page at event 2")
  }

  @Test func `of the node breaks the chain too`() async throws {
    var file = try HandJournal(in: folder).file()
    try file.changePage(0) { $0[$0.count - 1] ^= 1 }  // EUR_USD becomes EUR_USE.
    #expect(try await problem(file) == "the hash chain breaks in the page at event 1")
  }

  @Test func `is told where it is missing`() async throws {
    let pages = try HandJournal(in: folder).file()
    let log = try LMDBEventLog.forTests(folder.path("gap"))
    let source = try LMDBEventLog.openForReading(folder.path("good"))
    for (place, page) in try source.pages().filter({ $0.key != 6 }).enumerated() {
      // The log takes no gap, so its keys and ends are made to fit now and set right in the file.
      let key = UInt64(place == 0 ? 1 : 4 * place - 2)
      var moved = Page(key: key, bytes: page.bytes)
      moved.bytes.put(key + (place == 0 ? 0 : 3), at: 32)
      try log.append([moved])
    }
    log.close()
    var file = try DataFile(of: folder.path("gap"))
    for (entry, original) in zip(try file.pages().dropFirst(2), try pages.pages().dropFirst(3)) {
      file.bytes.replaceSubrange(entry.key, with: pages.bytes[original.key])
      file.bytes.replaceSubrange(entry.data, with: pages.bytes[original.data])
    }
    #expect(try await problem(file) == "event 6 is missing: the next page begins at 10")
  }

  @Test func `is told where two changed places`() async throws {
    var file = try HandJournal(in: folder).file()
    let pages = try file.pages()
    let (second, third) = (Array(file.bytes[pages[2].data]), Array(file.bytes[pages[3].data]))
    try #require(second.count == third.count)
    file.bytes.replaceSubrange(pages[2].data, with: third)
    file.bytes.replaceSubrange(pages[3].data, with: second)
    #expect(try await problem(file) == "the page filed under event 6 begins at event 10")
  }

  @Test func `is told where it is another journal's`() async throws {
    var file = try HandJournal(in: folder).file()
    let other = try HandJournal("other", in: folder, of: .other).file()
    let page = Array(other.bytes[try other.pages()[2].data])
    file.bytes.replaceSubrange(try file.pages()[2].data, with: page)
    #expect(try await problem(file) == "the page at event 6 belongs to another journal")
  }

  @Test func `is told where its key is another`() async throws {
    var file = try HandJournal(in: folder).file()
    let key = try file.pages()[2].key
    file.bytes[key.upperBound - 1] += 1
    #expect(try await problem(file) == "the page filed under event 7 begins at event 6")
  }

  @Test func `is told where it has no events`() async throws {
    let log = try LMDBEventLog.forTests(folder.path("empty"))
    let scribe = Scribe(MemoryEventLog(identity: .one))
    scribe.write(quotes: 1)
    try scribe.commit()
    var page = try scribe.log.pages()[0]
    page.bytes.removeLast(page.bytes.count - PageHeader.byteCount)
    page.bytes.put(UInt32(0), at: 216)
    for count in [72, 76, 80] { page.bytes.put(UInt32(0), at: count) }
    page.bytes.repairChecksum()
    try log.append([page])
    log.close()
    #expect(
      try await problem(try DataFile(of: folder.path("empty")))
        == "the header of the page at event 1 contradicts itself")
  }

  @Test func `makes nothing before it doubtful`() async throws {
    let journal = try HandJournal(in: folder)
    var file = try journal.file()
    try file.changePage(3) { $0[$0.count - 1] ^= 2 }
    let report = try JournalVerifier.verify(try file.write("damaged", in: folder))
    #expect(report.pages == 3)
    #expect(report.events == 9)
    #expect(report.headHash == journal.head(at: 9).head)
    #expect(report.lastAt == journal.events[8].at)
  }
}

import Events
import Journal
import TestSupport
import Testing

@Suite struct `The bounds of a page` {
  private let folder = TemporaryFolder()

  private func verdict(on page: Page) async throws -> Verdict? {
    let log = try LMDBEventLog.forTests(folder.path("journal"))
    try log.append([page])
    log.close()
    return try await Verdict.ofBoth(on: folder.path("journal"))
  }

  /// One turn of so many bytes: a row, and metrics answered to it.
  private func page(ofOneTurn bytes: Int) throws -> Page {
    func size(_ metrics: Int) -> Int {
      var writer = TurnWriter()
      return writer.row(30_000, metrics: metrics).frames.count
    }
    // Behind the 16,384th event a cause takes three bytes, so that all further frames are alike.
    let rest = (bytes - size(20_000)).quotientAndRemainder(dividingBy: size(20_001) - size(20_000))
    let scribe = Scribe(MemoryEventLog(identity: .one))
    scribe.write { $0.row(30_000 + rest.remainder, metrics: 20_000 + rest.quotient) }
    try scribe.commit()
    let page = try scribe.log.pages()[0]
    try #require(page.bytes.count == PageHeader.byteCount + bytes)
    return page
  }

  @Test(arguments: [(0, .sound), (1, .damaged)] as [(Int, Verdict)])
  func `let one turn have 4 MiB, and no byte more`(more: Int, verdict: Verdict) async throws {
    var page = try page(ofOneTurn: 4 << 20)
    page.bytes += [UInt8](repeating: 0, count: more)
    page.bytes.put(UInt32(4 << 20 + more), at: 216)
    page.bytes.repairChecksum()
    #expect(try await self.verdict(on: page) == verdict)
  }

  @Test func `let nobody write what no reader would take`() throws {
    #expect(throws: JournalError.self) { try page(ofOneTurn: 4 << 20 + 1) }
  }

  /// Two turns in one page, which a builder would not put there when they are too large.
  @Test(arguments: [(0, .sound), (1, .damaged)] as [(Int, Verdict)])
  func `let several turns have 256 KiB, and no byte more`(
    more: Int, verdict: Verdict
  ) async throws {
    let first = [RawFrame.quote()] + [RawFrame](repeating: .word(), count: 6_000)
    let used = first.reduce(0) { $0 + $1.bytes.count }
    let around = RawFrame.row(30_000).bytes.count - 30_000
    let scribe = Scribe(MemoryEventLog(identity: .one))
    scribe.write(first + [.row(256 << 10 + more - used - around)], at: 1_000)
    try scribe.commit()
    var page = try scribe.log.pages()[0]
    page.bytes.put(UInt32(2), at: 72)
    page.bytes.put(UInt32(2), at: 76)
    page.bytes.repairChecksum()
    try #require(page.bytes.count == PageHeader.byteCount + 256 << 10 + more)
    #expect(try await self.verdict(on: page) == verdict)
  }

  @Test(arguments: [(65_536, .sound), (65_537, .damaged)] as [(Int, Verdict)])
  func `let a turn have 65,536 events, and no more`(events: Int, verdict: Verdict) async throws {
    let scribe = Scribe(MemoryEventLog(identity: .one))
    let words = [RawFrame](repeating: .word(), count: events - 1)
    scribe.write([.quote()] + words, at: 1_000)
    try scribe.commit()
    #expect(try await self.verdict(on: try scribe.log.pages()[0]) == verdict)
  }
}

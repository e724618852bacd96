import Events
import Journal
import Market
import Numerics
import Testing
import Turns

/// One range of instants, and one set of rules, for who writes and who reads.
@Suite struct `What is written` {
  /// Instants around every end of the range, and any.
  private func instant(_ random: inout SplitMix64) -> Int64 {
    let limit = Timestamp.limit.nanoseconds
    let ends: [Int64] = [0, -1, 1, limit - 1, limit, limit + 1, .min, .max, -limit]
    return random.next(below: 2) == 0
      ? ends[Int(random.next(below: UInt64(ends.count)))] : Int64(bitPattern: random.next())
  }

  @Test(arguments: 0..<400 as Range<UInt64>)
  func `is what a reader takes, or nothing, whatever the clocks and turns say`(seed: UInt64) throws
  {
    var random = SplitMix64(seed: seed)
    let log = MemoryEventLog(identity: .one)
    let scribe = Scribe(log)
    scribe.write(quotes: 3)
    try scribe.commit()
    let before = try log.pages()
    for _ in 0..<1 + random.next(below: 3) {
      scribe.write([.quote()], at: random.next(below: 2) == 0 ? 9_000 : instant(&random))
    }
    let wall = random.next(below: 2) == 0 ? 1_700_000_000_000_000_000 : instant(&random)
    do {
      try scribe.commit(at: wall)
    } catch {
      #expect(try log.pages() == before, "seed \(seed)")
      return
    }
    #expect(Timestamp(nanoseconds: wall).isValid, "seed \(seed)")
    for page in try log.pages() {
      try page.bytes.withUnsafeBytes { _ = try PageHeader(page: $0) }
    }
  }

  /// Any header at all: the same rules decide for both, with and without the checksum.
  @Test(arguments: 0..<2_000 as Range<UInt64>)
  func `is judged by the reader's own rules, over random headers`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let frames = Int(random.next(below: 40))
    func number() -> UInt64 { random.next() >> random.next(below: 64) }
    func small() -> UInt32 { UInt32(truncatingIfNeeded: number()) }
    let first = 1 + random.next(below: 5)
    let header = PageHeader(
      journal: JournalIdentity.one.id, firstSequence: random.next(below: 4) == 0 ? number() : first,
      lastSequence: random.next(below: 4) == 0 ? number() : first + random.next(below: 6),
      firstAt: Timestamp(nanoseconds: instant(&random)),
      lastAt: Timestamp(nanoseconds: instant(&random)),
      atBefore: Timestamp(nanoseconds: instant(&random)),
      contentAtBefore: Timestamp(nanoseconds: instant(&random)), turns: small(), inputs: small(),
      contentEvents: small(), instrumentsListed: small(), contentEventsSoFar: number(),
      nodeEventsSoFar: number(), newestListing: number(), link: .zero, contentHead: .zero,
      nodeHead: .zero, committedAt: Timestamp(nanoseconds: instant(&random)),
      frameBytes: random.next(below: 4) == 0 ? small() : UInt32(frames))
    var bytes = ByteBuffer()
    header.write(to: &bytes)
    bytes.append([UInt8](repeating: 7, count: frames))
    var page = Page(key: header.firstSequence, bytes: [UInt8](bytes.bytes))
    page.bytes.repairChecksum()
    // Both `try?`: which rule refuses it is not asked, only whether one does.
    let (written, read) = page.bytes.withUnsafeBytes { page in
      ((try? PageHeader(fieldsOf: page)) != nil, (try? PageHeader(page: page)) != nil)
    }
    #expect(written == read, "seed \(seed)")
    if read { #expect(header.committedAt.isValid && header.lastAt.isValid, "seed \(seed)") }
  }
}

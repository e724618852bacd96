import Events
import Journal
import Numerics
import Testing

@Suite struct `The chains that pages carry` {
  private static let seeds: [UInt64] = [1, 2, 3, 4, 5, 6]

  /// One journal of about 3,000 events, committed after so many turns as `pause` says.
  private func written(
    seed: UInt64, pause: (inout SplitMix64) -> UInt64
  ) throws -> (log: MemoryEventLog, events: [WrittenEvent]) {
    var turns = SplitMix64(seed: seed)
    var commits = SplitMix64(seed: seed &+ 99)
    let log = MemoryEventLog(identity: .one)
    let scribe = Scribe(log)
    var left = pause(&commits)
    for _ in 0..<1_500 {
      scribe.write { $0.anything(&turns) }
      left -= 1
      guard left == 0 else { continue }
      try scribe.commit()
      left = pause(&commits)
    }
    try scribe.commit()
    return (log, scribe.events)
  }

  @Test(arguments: seeds)
  func `are those of the definition, at every page`(seed: UInt64) throws {
    let (log, events) = try written(seed: seed) { 1 + $0.next(below: 200) }
    for page in try log.pages() {
      let header = try page.header
      let chain = DefinedChain(of: events.prefix(Int(header.lastSequence)))
      #expect(header.link == chain.link, "seed \(seed), page at \(page.key)")
      #expect(header.contentHead == chain.contentHead, "seed \(seed), page at \(page.key)")
      #expect(header.nodeHead == chain.nodeHead, "seed \(seed), page at \(page.key)")
    }
  }

  @Test(arguments: seeds)
  func `do not depend on how turns are grouped in commits and pages`(seed: UInt64) throws {
    let groupings: [(inout SplitMix64) -> UInt64] = [
      { _ in 1 }, { _ in 1_000_000 }, { 1 + $0.next(below: 3) }, { 1 + $0.next(below: 700) },
    ]
    var pages: Set<Int> = []
    var heads: Set<[Digest256]> = []
    for grouping in groupings {
      let (log, _) = try written(seed: seed, pause: grouping)
      let last = try #require(try log.pages().last).header
      heads.insert([last.link, last.contentHead, last.nodeHead])
      pages.insert(try log.pages().count)
    }
    #expect(heads.count == 1, "seed \(seed)")
    #expect(pages.count == groupings.count, "seed \(seed)")
  }

  @Test(arguments: [1, 1_023, 1_024, 1_025, 2_047, 2_048, 2_049])
  func `close a link with every 1,024th content event`(quotes: Int) throws {
    let log = MemoryEventLog(identity: .one)
    let scribe = Scribe(log)
    scribe.write { $0.listing() }
    scribe.write(quotes: quotes)
    try scribe.commit()

    let header = try #require(try log.pages().last).header
    let chain = DefinedChain(of: scribe.events)
    #expect(header.contentEventsSoFar == UInt64(quotes))
    #expect(header.link == chain.link)
    #expect(header.contentHead == chain.contentHead)
    #expect((header.link == .zero) == (quotes < 1_024))
    if quotes % 1_024 == 0 { #expect(header.contentHead == SHA256.digest(of: header.link.bytes)) }
  }

  @Test(arguments: [0, 1, 1_022, 1_023])
  func `close a link inside a turn that reaches across it`(before: Int) throws {
    let log = MemoryEventLog(identity: .one)
    let scribe = Scribe(log)
    scribe.write(quotes: before)
    scribe.write { $0.quote(answers: 3_000) }
    scribe.write { $0.listing() }
    scribe.write(quotes: 5)
    try scribe.commit()

    let header = try #require(try log.pages().last).header
    let chain = DefinedChain(of: scribe.events)
    #expect(header.link == chain.link)
    #expect(header.contentHead == chain.contentHead)
    #expect(header.nodeHead == chain.nodeHead)
  }

  @Test func `begin as the hash of no link`() {
    let chain = ChainState()
    #expect(chain.contentHead() == SHA256.digest(of: [UInt8](repeating: 0, count: 32)))
    #expect(chain.link == .zero)
    #expect(chain.nodeHead == .zero)
  }

  @Test func `give a head that names journal and place`() throws {
    let scribe = Scribe(MemoryEventLog(identity: .one))
    scribe.write { $0.listing() }
    scribe.write(quotes: 3)
    try scribe.commit()
    let head = scribe.chain.headHash(journal: JournalIdentity.one.id, lastSequence: 4)
    #expect(head == DefinedChain(of: scribe.events).headHash(of: JournalIdentity.one.id))
    #expect(head != scribe.chain.headHash(journal: JournalIdentity.other.id, lastSequence: 4))
    #expect(head != scribe.chain.headHash(journal: JournalIdentity.one.id, lastSequence: 5))
  }
}

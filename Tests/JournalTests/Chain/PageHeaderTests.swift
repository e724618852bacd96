import Journal
import Market
import Testing

@Suite struct `A page` {
  private let log = MemoryEventLog(identity: .one)

  @Test func `says in its header what its turns come to`() throws {
    let scribe = Scribe(log)
    scribe.write { $0.listing() }
    scribe.write { $0.quote(answers: 2) }
    try scribe.commit(at: 77)
    scribe.write { $0.timer(answers: 1) }
    scribe.write { $0.listing() }
    scribe.write { $0.quote() }
    scribe.write { $0.quote() }
    try scribe.commit(at: 78)

    let (first, second) = (try log.pages()[0].header, try log.pages()[1].header)
    #expect([first.firstSequence, first.lastSequence] == [1, 4])
    #expect([first.turns, first.inputs, first.contentEvents] == [2, 2, 3])
    #expect([first.newestListing, first.contentEventsSoFar, first.nodeEventsSoFar] == [1, 3, 1])
    #expect([first.firstAt, first.lastAt, first.atBefore] == [.zero, .at(1), .zero])
    #expect(first.committedAt.nanoseconds == 77)

    #expect([second.firstSequence, second.lastSequence] == [5, 9])
    #expect([second.turns, second.inputs, second.contentEvents] == [4, 3, 4])
    #expect(
      [second.newestListing, second.contentEventsSoFar, second.nodeEventsSoFar] == [7, 7, 2])
    #expect(second.instrumentsListed == 2)
    #expect([second.firstAt, second.lastAt, second.atBefore] == [.at(3), .at(5), .at(1)])
    #expect(second.contentAtBefore == .at(1))
    #expect(second.committedAt.nanoseconds == 78)
  }

  @Test func `tells the last content turn from the last turn before it`() throws {
    let scribe = Scribe(log)
    scribe.write { $0.listing() }
    try scribe.commit()
    scribe.write { $0.quote() }
    try scribe.commit()
    scribe.write { $0.listing() }
    try scribe.commit()
    scribe.write { $0.quote() }
    try scribe.commit()
    let headers = try log.pages().map { try $0.header }
    #expect(headers.map(\.atBefore) == [.zero, .zero, .at(1), .at(1)])
    #expect(headers.map(\.contentAtBefore) == [.zero, .zero, .at(1), .at(1)])
  }

  @Test func `holds whole turns up to 256 KiB`() throws {
    let scribe = Scribe(log)
    for _ in 0..<40 { scribe.write { $0.row(20_000) } }
    try scribe.commit()
    let headers = try log.pages().map { try $0.header }
    #expect(headers.map(\.turns) == [13, 13, 13, 1])
    #expect(headers.allSatisfy { $0.frameBytes <= 256 << 10 })
  }

  @Test(arguments: [(0, [5]), (1, [4, 1])] as [(Int, [UInt32])])
  func `is filled to the last byte of 256 KiB, and not beyond`(more: Int, turns: [UInt32]) throws {
    let scribe = Scribe(log)
    for _ in 0..<4 { scribe.write { $0.row(60_000) } }
    let used = scribe.events.reduce(0) { $0 + $1.frame.count }
    let around = scribe.events[1].frame.count - 60_000
    scribe.write { $0.row((256 << 10) - used - around + more) }
    try scribe.commit()
    #expect(scribe.events.reduce(0) { $0 + $1.frame.count } == (256 << 10) + more)
    #expect(try log.pages().map { try $0.header.turns } == turns)
  }

  @Test func `is one turn's own when the turn is larger`() throws {
    let scribe = Scribe(log)
    scribe.write { $0.quote() }
    scribe.write { $0.quote(answers: 10_000) }
    scribe.write { $0.quote() }
    try scribe.commit()
    let headers = try log.pages().map { try $0.header }
    #expect(headers.map(\.turns) == [1, 1, 1])
    #expect(headers[1].frameBytes > 256 << 10)
  }

  @Test func `is not written for nothing`() throws {
    let scribe = Scribe(log)
    try scribe.commit()
    #expect(scribe.isEmpty)
    #expect(try log.pages() == [])
  }
}

extension Timestamp {
  fileprivate static func at(_ seconds: Int64) -> Timestamp {
    Timestamp(nanoseconds: seconds * 1_000_000_000)
  }
}

import Journal
import TestSupport
import Testing

@Suite struct `Pages out of order` {
  private let folder = TemporaryFolder()
  private let first = Page(events: 1...3, frameBytes: 10)

  /// What is appended behind events 1 to 3, the sequence expected, and the one found.
  private static let wrong: [([ClosedRange<UInt64>], expected: UInt64, found: UInt64)] = [
    ([1...3], 4, 1), ([3...4], 4, 3), ([5...6], 4, 5), ([4...6, 6...7], 7, 6),
    ([4...6, 8...9], 7, 8), ([4...6, 4...6], 7, 4), ([9...10, 4...6], 4, 9), ([0...0], 4, 0),
  ]

  private func logs() throws -> [any EventLog] {
    [MemoryEventLog(identity: .one), try LMDBEventLog.forTests(folder.path("journal"))]
  }

  @Test(arguments: wrong)
  func `are refused whole, alike in memory and on disk`(
    events: [ClosedRange<UInt64>], expected: UInt64, found: UInt64
  ) throws {
    for log in try logs() {
      try log.append([first])
      #expect(throws: JournalError.outOfOrder(expected: expected, found: found)) {
        try log.append(events.map { Page(events: $0, frameBytes: 10) })
      }
      #expect(try log.pages() == [first])
    }
  }

  @Test func `are no failed write: the right ones are taken afterwards`() throws {
    for log in try logs() {
      #expect(throws: JournalError.outOfOrder(expected: 1, found: 4)) {
        try log.append([Page(events: 4...5, frameBytes: 10)])
      }
      try log.append([first])
      #expect(try log.pages() == [first])
    }
    #expect(!folder.contains("journal/FAULT"))
  }

  @Test func `are refused behind what another opening appended`() throws {
    let path = folder.path("journal")
    let before = Scribe(try LMDBEventLog.forTests(path))
    before.write { $0.quote(answers: 2) }
    try before.commit()
    before.log.close()

    let log = try LMDBEventLog.forTests(path)
    #expect(throws: JournalError.outOfOrder(expected: 4, found: 2)) {
      try log.append([Page(events: 2...3, frameBytes: 10)])
    }
    try log.append([Page(events: 4...4, frameBytes: 10)])
    #expect(try log.pages().map(\.key) == [1, 4])
  }
}

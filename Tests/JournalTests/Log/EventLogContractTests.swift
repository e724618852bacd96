import Events
import Journal
import TestSupport
import Testing

/// What every `EventLog` does, in memory or on disk.
@Suite struct `An event log` {
  enum Kind: CaseIterable {
    case inMemory, onDisk
  }

  private let folder = TemporaryFolder()

  private func make(_ kind: Kind) throws -> any EventLog {
    switch kind {
    case .inMemory: MemoryEventLog(identity: .one)
    case .onDisk: try LMDBEventLog.forTests(folder.path("journal"))
    }
  }

  /// Sequences 1 to 3, 4, and 5 to 9.
  private let three = [
    Page(events: 1...3, frameBytes: 40), Page(events: 4...4, frameBytes: 5_000),
    Page(events: 5...9, frameBytes: 0),
  ]

  @Test(arguments: Kind.allCases) func `is empty at first`(kind: Kind) throws {
    let log = try make(kind)
    #expect(log.identity == .one)
    #expect(try log.pages() == [])
    #expect(try log.newestPage() == nil)
    #expect(try log.page(holding: 1) == nil)
  }

  @Test(arguments: Kind.allCases)
  func `gives back what was appended, in order`(kind: Kind) throws {
    let log = try make(kind)
    for page in three { try log.append([page]) }
    #expect(try log.pages() == three)
  }

  @Test(arguments: Kind.allCases) func `takes many pages as one commit`(kind: Kind) throws {
    let log = try make(kind)
    let many = (1...300).map { Page(events: $0...$0, frameBytes: Int($0) * 7) }
    try log.append(Array(many[..<200]))
    try log.append(Array(many[200...]))
    #expect(try log.pages() == many)
  }

  @Test(arguments: Kind.allCases) func `takes an empty commit for nothing`(kind: Kind) throws {
    let log = try make(kind)
    try log.append([] as [Page])
    try log.append(three)
    #expect(try log.pages() == three)
  }

  @Test(arguments: Kind.allCases)
  func `is read from the page that holds a sequence on`(kind: Kind) throws {
    let log = try make(kind)
    try log.append(three)
    let starts: [UInt64: Int] = [0: 0, 1: 0, 3: 0, 4: 1, 5: 2, 9: 2, 10: 2, .max: 2]
    for (sequence, start) in starts {
      #expect(try log.pages(from: sequence) == Array(three[start...]), "from \(sequence)")
    }
  }

  @Test(arguments: Kind.allCases) func `stops reading when it is told to`(kind: Kind) throws {
    let log = try make(kind)
    try log.append(three)
    var keys: [UInt64] = []
    try log.forEachPage(from: 1) { key, _ in
      keys.append(key)
      return key < 4
    }
    #expect(keys == [1, 4])
  }

  @Test(arguments: Kind.allCases) func `passes on what a reader throws`(kind: Kind) throws {
    let log = try make(kind)
    try log.append(three)
    #expect(throws: PageProblem.tooLarge(first: 4)) {
      try log.forEachPage(from: 4) { key, _ in throw PageProblem.tooLarge(first: key) }
    }
    #expect(try log.pages() == three)
  }

  @Test(arguments: Kind.allCases)
  func `finds the page that holds a sequence`(kind: Kind) throws {
    let log = try make(kind)
    try log.append(three)
    let places: [UInt64: Int] = [1: 0, 2: 0, 3: 0, 4: 1, 5: 2, 9: 2]
    for (sequence, place) in places {
      let found = try #require(try log.page(holding: sequence), "\(sequence)")
      #expect(Page(found) == three[place], "\(sequence)")
    }
  }

  @Test(arguments: Kind.allCases)
  func `answers with the newest page behind the end, and with none before the start`(
    kind: Kind
  ) throws {
    let log = try make(kind)
    try log.append(three)
    #expect(try log.page(holding: 10).map { Page($0) } == three[2])
    #expect(try log.newestPage().map { Page($0) } == three[2])
    #expect(try log.page(holding: 0) == nil)
  }

  @Test(arguments: Kind.allCases)
  func `may be appended to while it is read`(kind: Kind) throws {
    let log = try make(kind)
    try log.append(three)
    var (seen, added) = ([Page](), [Page]())
    try log.forEachPage(from: 1) { key, bytes in
      seen.append(Page(key: key, bytes: [UInt8](bytes)))
      let next = UInt64(10 + added.count)
      if next < 15 {
        added.append(Page(events: next...next, frameBytes: 9))
        try log.append([added[added.count - 1]])
      }
      return true
    }
    #expect(Array(seen.prefix(3)) == three)
    #expect(seen == Array((three + added).prefix(seen.count)))
    #expect(try log.pages() == three + added)
  }

  @Test(arguments: Kind.allCases)
  func `holds pages of 256 KiB, more, and up to 4 MiB`(kind: Kind) throws {
    let log = try make(kind)
    let sizes = [256 << 10, (256 << 10) + 1, 1_000_000, 4 << 20, 3, 4 << 20, 4 << 20]
    let pages = sizes.enumerated().map {
      Page(events: UInt64($0.offset + 1)...UInt64($0.offset + 1), frameBytes: $0.element)
    }
    for page in pages { try log.append([page]) }
    #expect(try log.pages() == pages)
    #expect(try log.page(holding: 4).map { Page($0) } == pages[3])
  }
}

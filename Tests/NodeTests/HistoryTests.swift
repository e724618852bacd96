import Events
import Feeds
import Journal
import Market
import Node
import TestSupport
import Testing
import Turns

@Suite struct `A journal's history` {
  private let node = TestNode()

  @Test func `tells openings, instruments, feeds and how the last run stopped`() async throws {
    let files = try node.sample(200)
    let run = try await node.run(files)
    try await node.run(files)
    let history = try node.replay().history
    #expect(history.openings.map(\.number) == [1, 2])
    #expect(history.openings.map(\.sequence) == [1, run.lastSequence + 1])
    #expect(history.openings.map(\.rulesVersion) == [rulesVersion, rulesVersion])
    #expect(history.openings.map(\.codeVersion) == [programVersion, programVersion])
    #expect(
      history.instruments
        == [Instrument(name: "EUR_USD", digits: 5), Instrument(name: "USD_JPY", digits: 3)])
    #expect(history.feeds.map(\.path) == files.map(\.path))
    #expect(history.feeds.map(\.head) == files.map(\.headHash))
    #expect(history.feeds.map(\.position) == [200, 200])
    #expect(history.inputs == 400 && history.rejected == 0)
    #expect(history.lastStop?.opening == 2 && history.lastStop?.reason == .endOfFeed)
  }

  @Test func `names a number that was never listed by the number`() {
    #expect(JournalHistory().name(of: InstrumentID(3)) == "#3")
  }

  @Test func `tells that no stop was recorded behind an opening`() async throws {
    let files = try node.sample(20)
    let log = memoryLog()
    _ = try run(files, through: Reducers(), into: log)
    #expect(try Replay.verify(log, path: "memory").history.lastStop == nil)
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `counts turn by turn what replay counts page by page`(seed: UInt64) async throws {
    print("seed \(seed)")
    try await node.run(try node.rough(300, seed: seed))
    let byPage = try node.replay().history
    let statistics = try node.reading { try JournalStatistics($0, path: $1) }
    let byTurn = statistics.history
    #expect(byTurn.turns == byPage.turns && byTurn.events == byPage.events)
    #expect(byTurn.inputs == byPage.inputs && byTurn.rejected == byPage.rejected)
    #expect(byTurn.feeds.map(\.position) == byPage.feeds.map(\.position))
    #expect(statistics.kinds.reduce(0) { $0 + $1.count } == byTurn.events)
    let refusals = statistics.kinds.filter { $0.kind.isRefusal || $0.kind == .rowRejected }
    #expect(refusals.reduce(0) { $0 + $1.count } == byTurn.rejected)
  }

  @Test func `has the pages, bytes and ends of what was recorded`() async throws {
    let run = try await node.run(try node.sample(300))
    let statistics = try node.reading { try JournalStatistics($0, path: $1) }
    let verified = try JournalVerifier.verify(node.folder.path("journal"))
    #expect(statistics.pages == Int64(verified.pages))
    #expect(statistics.history.events == Int64(run.lastSequence))
    #expect(statistics.lastAt == verified.lastAt)
    var first: Timestamp?
    try node.reading { log, path in
      try RecordedEvents.forEach(in: log, path: path, from: 1, to: .max) { recorded in
        if recorded.event.body.kind == .tickReceived { first = recorded.event.at }
        return first == nil
      }
    }
    #expect(statistics.firstAt == first && first != nil)
    #expect(statistics.frameBytes > 300 * 2 * 20)
    #expect(statistics.fileBytes > statistics.frameBytes)
  }
}

@Suite struct `Recorded events` {
  private let node = TestNode()

  @Test func `are read one by one, with place, time and cause`() async throws {
    try await node.run(try node.rough(300, seed: 4))
    try node.reading { log, path in
      var read: [RecordedEvent] = []
      try RecordedEvents.forEach(in: log, path: path, from: 1, to: .max) {
        read.append($0)
        return true
      }
      #expect(read.map { Int($0.event.sequence) } == Array(1...read.count))
      for (event, next) in zip(read, read.dropFirst()) { #expect(event.event.at <= next.event.at) }
      for derived in read where derived.event.cause > 0 {
        #expect(read[Int(derived.event.cause) - 1].event.at == derived.event.at)
      }
    }
  }

  @Test func `of a range are the same as in a reading of the whole`() async throws {
    try await node.run(try node.sample(300))
    try node.reading { log, path in
      var whole: [[ReadableField]] = []
      var part: [[ReadableField]] = []
      try RecordedEvents.forEach(in: log, path: path, from: 1, to: .max) {
        whole.append($0.fields)
        return true
      }
      try RecordedEvents.forEach(in: log, path: path, from: 200, to: 250) {
        part.append($0.fields)
        return true
      }
      #expect(part == Array(whole[199..<250]))
    }
  }

  @Test func `carry the names of their instruments`() async throws {
    try await node.run(try node.sample(10))
    try node.reading { log, path in
      let names = try InstrumentNames(log, path: path)
      #expect(names.listed == ["EUR_USD", "USD_JPY"])
      #expect(names[InstrumentID(1)] == "USD_JPY" && names[InstrumentID(2)] == "#2")
    }
  }
}

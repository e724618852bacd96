import Events
import Feeds
import Foundation
import Market
import Node
import TestSupport
import Testing

extension Arrival {
  /// A quote of EUR_USD on a live stream, with prices in points of five digits.
  fileprivate static func quote(
    _ bid: Int64?, _ ask: Int64, at second: Int64, instrument: UInt16 = 0, source: UInt16 = 9
  ) -> Arrival {
    Arrival(
      quote: TickReceived(
        instrument: InstrumentID(instrument), bid: bid.map { Price(micros: 10 * $0) },
        ask: Price(micros: 10 * ask)),
      occurredAt: Timestamp(nanoseconds: second * nanosecondsPerSecond), source: source,
      position: second, digits: 5)
  }

  /// Something of a lane, told from others by its position.
  fileprivate static func of(_ lane: Lane, _ number: Int64, source: UInt16 = 9) -> Arrival {
    if lane == .quotes { return .quote(110_000 + number, 110_010 + number, at: number) }
    return Arrival(lane, occurredAt: .zero, source: source, position: number) { arena in
      .flattenRequested(
        FlattenRequested(owner: arena.intern("test"), reason: arena.intern("\(number)")))
    }
  }

  fileprivate var tick: TickReceived? {
    if case .tickReceived(let tick) = input.body { tick } else { nil }
  }
}

extension RecordedEvent {
  fileprivate func text(_ text: Text) -> String {
    let arena = sideBuffer()
    return string(text, in: arena)
  }

  private func string(_ text: Text, in arena: borrowing ByteBuffer) -> String {
    String(decoding: arena[text], as: UTF8.self)
  }
}

@Suite struct `The lanes of the inbox` {
  private let inbox = Inbox()

  private func taken() -> [Arrival] {
    var batch = InboxBatch()
    _ = inbox.take(into: &batch)
    return batch.arrivals
  }

  private static let brought = Lane.allCases.filter { $0 != .rows }

  @Test func `keep one order among all that is brought`() {
    let lanes: [Lane] = [.reports, .commands, .quotes, .reports, .advice, .clock]
    for (number, lane) in lanes.enumerated() { #expect(inbox.put(.of(lane, Int64(number + 1)))) }
    let taken = taken()
    #expect(taken.map(\.lane) == lanes)
    #expect(taken.map(\.input.position) == [1, 2, 3, 4, 5, 6])
  }

  @Test(arguments: Lane.allCases.filter { $0 != .rows && $0.policy == .wait })
  func `have whoever brings something wait while theirs is full, and hold up no other`(
    lane: Lane
  ) {
    for number in 0..<lane.bound { #expect(inbox.put(.of(lane, Int64(number)))) }
    let (box, counter) = (inbox, Counter())
    let done = onThread {
      #expect(box.put(.of(lane, -1)))
      counter.count()
    }
    for other in Self.brought where other != lane { #expect(inbox.put(.of(other, 7))) }
    #expect(counter.value == 0)
    #expect(taken().count == lane.bound + Self.brought.count - 1)
    done.wait()
    #expect(taken().map(\.input.position) == [-1])
  }

  @Test func `keep every quote while there is room`() {
    for number in 1...100 as ClosedRange<Int64> { _ = inbox.put(.of(.quotes, number)) }
    let taken = taken()
    #expect(taken.count == 100 && taken.allSatisfy { $0.tick?.merged == nil })
  }

  /// Fills the lane of quotes with those of another instrument, behind one of EUR_USD.
  private func fill(behind first: Arrival) {
    #expect(inbox.put(first))
    for _ in 1..<Lane.quotes.bound { #expect(inbox.put(.quote(1, 2, at: 1, instrument: 5))) }
  }

  @Test func `merge quotes of one instrument when theirs is full: nothing of their mids is lost`()
    throws
  {
    fill(behind: .quote(110_000, 110_010, at: 1))
    for (bid, second) in [(110_040, 2), (109_900, 3), (110_020, 4)] as [(Int64, Int64)] {
      #expect(inbox.put(.quote(bid, bid + 10, at: second)))
    }
    let taken = taken()
    #expect(taken.count == Lane.quotes.bound)
    let merged = try #require(taken.first)
    let tick = try #require(merged.tick)
    #expect(tick.bid == Price(micros: 1_100_200) && tick.ask == Price(micros: 1_100_300))
    #expect(tick.firstMid == Price(micros: 1_100_050))
    #expect(tick.lowMid == Price(micros: 1_099_050) && tick.highMid == Price(micros: 1_100_450))
    #expect(tick.merged == 4)
    #expect(merged.input.position == 4)
    #expect(merged.input.occurredAt == Timestamp(nanoseconds: 4 * nanosecondsPerSecond))
  }

  @Test(arguments: [
    Arrival.quote(nil, 110_010, at: 2), .quote(110_010, 110_000, at: 2), .quote(-1, 5, at: 2),
    .quote(110_000, 110_010, at: 0), .quote(110_000, 110_010, at: 2, instrument: 1),
    .quote(110_000, 110_010, at: 2, source: 8),
  ])
  func `merge no quote that would be refused, comes late, or is of another: it waits`(
    quote: Arrival
  ) {
    fill(behind: .quote(110_000, 110_010, at: 1))
    let (box, counter) = (inbox, Counter())
    let done = onThread {
      #expect(box.put(quote))
      counter.count()
    }
    #expect(counter.value == 0)
    #expect(taken().count == Lane.quotes.bound)
    done.wait()
    #expect(taken().map(\.tick) == [quote.tick])
  }

  @Test func `keep the newest heartbeat of each stream`() {
    for number in 1...1_000 as ClosedRange<Int64> {
      #expect(inbox.put(.of(.heartbeats, number, source: 1)))
      #expect(inbox.put(.of(.heartbeats, -number, source: 2)))
    }
    #expect(taken().map(\.input.position) == [1_000, -1_000])
  }

  @Test func `that are closed take nothing more, and say so`() {
    inbox.close(.endOfFeed)
    for lane in Self.brought { #expect(!inbox.put(.of(lane, 1))) }
    #expect(taken().isEmpty)
  }

  @Test func `are taken to their end when the node is stopped: a report is never dropped`() {
    for lane in Self.brought { _ = inbox.put(.of(lane, 1)) }
    inbox.close(.stopped)
    #expect(taken().count == Self.brought.count)
    var batch = InboxBatch()
    #expect(inbox.take(into: &batch) == .stopped)
  }

  @Test func `outlive the end of a segment`() {
    _ = inbox.put(.of(.reports, 1))
    inbox.close(.full)
    #expect(inbox.reopen())
    #expect(taken().map(\.input.position) == [1])
  }
}

@Suite struct `A run that is brought something` {
  private let node = TestNode()

  private func request() throws -> RunRequest {
    var request = RunRequest(
      journal: node.folder.path("journal"), files: try node.rough(2_000, seed: 5))
    request.durable = false
    return request
  }

  private func commands() throws -> [String] {
    try node.reading { log, path in
      var found: [String] = []
      try RecordedEvents.forEach(in: log, path: path, from: 1, to: .max) { recorded in
        guard case .flattenRequested(let wanted) = recorded.event.body else { return true }
        #expect(recorded.event.isInput)
        found.append(recorded.text(wanted.reason))
        return true
      }
      return found
    }
  }

  @Test func `takes it once, among its rows, and replays as identical`() async throws {
    let inbox = Inbox()
    for number in 1...20 { #expect(inbox.put(.of(.commands, Int64(number)))) }
    let run = try await RunSession(request(), inbox: inbox).run()
    #expect(run.failure == nil)
    #expect(try commands() == (1...20).map { "\($0)" })
    #expect(try node.replay().isIdentical)
  }

  @Test func `takes it though it is told to stop at once`() async throws {
    let inbox = Inbox()
    #expect(inbox.put(.of(.reports, 1)) && inbox.put(.of(.commands, 2)))
    inbox.close(.stopped)
    let run = try await RunSession(request(), inbox: inbox).run()
    #expect(run.wasStopped && run.inputs == 2)
    let found = try commands()
    #expect(found == ["1", "2"])
  }

  @Test func `loses none of it where its journal is sealed`() async throws {
    let inbox = Inbox()
    var request = try request()
    request.journal = node.folder.path("may")
    request.segmentBytes = 100_000
    for number in 1...200 { #expect(inbox.put(.of(.commands, Int64(number)))) }
    let run = try await SegmentedRun(request, inbox: inbox).run()
    #expect(!run.sealed.isEmpty)
    var found: [String] = []
    let follower = try Follower(node.folder.path("may"), behind: 0)
    while try follower.events({ recorded, _, _ in
      if case .flattenRequested(let wanted) = recorded.event.body {
        found.append(recorded.text(wanted.reason))
      }
      return true
    }) {}
    #expect(found == (1...200).map { "\($0)" })
    #expect(follower.next == run.lastSequence + 1)
  }
}

import Feeds
import Foundation
import Node
import Synchronization
import TestSupport
import Testing

/// Runs on a thread of its own: it may have to wait.
func onThread(_ body: @escaping @Sendable () -> Void) -> DispatchSemaphore {
  let done = DispatchSemaphore(value: 0)
  Thread.detachNewThread {
    body()
    done.signal()
  }
  return done
}

@Suite struct `The inbox` {
  private let inbox = Inbox()
  private let failure = FeedError.notFound(file: "x")
  private let item: FeedItem

  init() throws {
    let node = TestNode()
    try node.folder.write("EUR_USD.csv", "1,1.1,1.2\n")
    var feed = TickFeed(try node.files("EUR_USD.csv"), startAfter: [0], from: nil, to: nil)
    item = try #require(try feed.next())
  }

  private func items(_ ordinals: Range<Int>) -> [FeedItem] {
    ordinals.map {
      var item = item
      item.ordinal = Int64($0)
      return item
    }
  }

  /// Takes until something comes or the end is told.
  private func takeSome(_ batch: inout InboxBatch) -> Inbox.End? {
    while true {
      if let end = inbox.take(into: &batch) { return end }
      if !batch.isEmpty { return nil }
    }
  }

  @Test func `gives all that waits at once, in order`() {
    var batch = InboxBatch()
    #expect(inbox.put(items(1..<4)) && inbox.put(items(4..<6)))
    #expect(inbox.take(into: &batch) == nil)
    #expect(batch.rows.map(\.ordinal) == [1, 2, 3, 4, 5])
  }

  @Test func `gives nothing, and no end, while it is empty and open`() {
    var batch = InboxBatch()
    _ = inbox.put(items(1..<3))
    #expect(inbox.take(into: &batch) == nil && !batch.isEmpty)
    #expect(inbox.take(into: &batch) == nil)
    #expect(batch.isEmpty)
  }

  @Test func `never holds more than its bound: the feed waits`() {
    let pieces = Inbox.capacity / 512
    let all = items(0..<10 * Inbox.capacity)
    let box = inbox
    let counter = Counter()
    let done = onThread {
      for start in stride(from: 0, to: all.count, by: 512) {
        _ = box.put(Array(all[start..<start + 512]))
        counter.count()
      }
      box.close(.endOfFeed)
    }
    while counter.value < pieces { sched_yield() }
    var batch = InboxBatch()
    var seen: [Int64] = []
    #expect(takeSome(&batch) == nil)
    #expect(batch.rows.count == Inbox.capacity)
    repeat {
      #expect(batch.rows.count <= Inbox.capacity)
      seen += batch.rows.map(\.ordinal)
    } while takeSome(&batch) == nil
    done.wait()
    #expect(seen == all.map(\.ordinal))
  }

  @Test func `gives what is queued before it tells the end`() {
    var batch = InboxBatch()
    _ = inbox.put(items(1..<3))
    inbox.close(.failed(failure))
    #expect(inbox.take(into: &batch) == nil)
    #expect(batch.rows.count == 2)
    #expect(inbox.take(into: &batch) == .failed(failure))
    #expect(batch.isEmpty)
    #expect(inbox.take(into: &batch) == .failed(failure))
  }

  @Test func `takes nothing once it is closed`() {
    var batch = InboxBatch()
    inbox.close(.endOfFeed)
    #expect(!inbox.put(items(1..<2)))
    #expect(inbox.take(into: &batch) == .endOfFeed)
  }

  @Test func `keeps its first end, but a stop always wins`() {
    var batch = InboxBatch()
    inbox.close(.endOfFeed)
    inbox.close(.failed(failure))
    #expect(inbox.take(into: &batch) == .endOfFeed)
    #expect(!inbox.isStopped)
    inbox.close(.stopped)
    inbox.close(.endOfFeed)
    #expect(inbox.take(into: &batch) == .stopped)
    #expect(inbox.isStopped)
  }

  @Test func `that is stopped gives up what is queued`() {
    var batch = InboxBatch()
    _ = inbox.put(items(1..<3))
    inbox.close(.stopped)
    #expect(inbox.take(into: &batch) == .stopped)
    #expect(batch.isEmpty)
  }

  @Test(arguments: [Inbox.End.stopped, .endOfFeed])
  func `lets a waiting feed go when it is closed`(end: Inbox.End) {
    let box = inbox
    let one = items(0..<1)
    #expect(box.put(items(0..<Inbox.capacity)))
    let counter = Counter()
    let done = onThread { if !box.put(one) { counter.count() } }
    box.close(end)
    done.wait()
    #expect(counter.value == 1)
  }
}

final class Counter: Sendable {
  private let number = Atomic<Int>(0)
  var value: Int { number.load(ordering: .sequentiallyConsistent) }
  func count() { number.add(1, ordering: .sequentiallyConsistent) }
}

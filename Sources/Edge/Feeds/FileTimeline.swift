import Market
import Numerics

/// Gives each row of one file its time (design.md, section 1).
///
///     time of a quote        = min(its stamp, stamp of the next quote in the file)
///     time of a rejected row = time of the row before it; at the start, of the first quote; else 0
///
/// Here a candle's row counts as a quote stamped at its open; `FileItems` takes it from there.
///
/// So a quote waits for the next one, and the rejected rows between them wait with it, fewer than
/// `lookAhead` of them: behind as many, a quote keeps its own stamp, and at the start of a file
/// as many rejected rows get 0.
final class FileTimeline {
  static let lookAhead = 4_096

  /// The stamp of the first quote read, nil until one was.
  private(set) var firstStamp: Timestamp?
  /// What stopped the reading. Every row before it is still given out.
  private(set) var failure: FeedError?

  private let rows: RowReader
  private let file: Int
  /// The quote that waits for the next one.
  private var waiting: FeedItem?
  private var waitingStamp = Timestamp.zero
  /// Rejected rows in front of and behind `waiting`.
  private var before: [FeedItem] = []
  private var behind: [FeedItem] = []
  /// Rows whose time is known, from `nextReady` on.
  private var ready: [FeedItem] = []
  private var nextReady = 0
  /// How many rows were read so far.
  var rowCount: Int64 { rows.ordinal }
  /// SHA-256 of the whole file, once it was read to its end.
  var digest: Digest256? { rows.digest }
  /// The time of the newest row that has one.
  private var lastTime: Timestamp?
  private var isAtEnd = false

  /// - Parameter file: The index that items carry.
  init(_ rows: RowReader, file: Int) {
    self.rows = rows
    self.file = file
  }

  /// - Returns: nil at the end of the file.
  func next() throws(FeedError) -> FeedItem? {
    while true {
      if nextReady < ready.count { return takeReady() }
      if let failure { throw failure }
      if isAtEnd { return nil }
      guard let row = readRow() else {
        isAtEnd = true
        release(at: waiting == nil ? .zero : waitingStamp)
        continue
      }
      let item = FeedItem(
        file: file, ordinal: rows.ordinal, line: rows.line, time: .zero, row: row)
      if let stamp = row.stamp {
        if let settled = apply(item, stampedAt: stamp) { return settled }
      } else {
        hold(item)
      }
    }
  }

  /// - Returns: nil at the end of the file, and where the reading failed.
  private func readRow() -> FeedRow? {
    do {
      return try rows.next()
    } catch {
      failure = error
      return nil
    }
  }

  /// - Returns: The quote before, if its time is known by this one and nothing waits around it.
  @inline(__always)
  private func apply(_ item: FeedItem, stampedAt stamp: Timestamp) -> FeedItem? {
    guard var settled = waiting else {
      firstStamp = firstStamp ?? stamp
      waiting = item
      waitingStamp = stamp
      return nil
    }
    settled.time = min(waitingStamp, stamp)
    let isAlone = before.isEmpty && behind.isEmpty
    if !isAlone { release(at: settled.time) }
    lastTime = settled.time
    waiting = item
    waitingStamp = stamp
    return isAlone ? settled : nil
  }

  private func hold(_ item: FeedItem) {
    if waiting != nil {
      behind.append(item)
      if behind.count == Self.lookAhead { release(at: waitingStamp) }
    } else if let lastTime {
      ready.append(item)
      ready[ready.count - 1].time = lastTime
    } else {
      before.append(item)
      if before.count == Self.lookAhead { release(at: .zero) }
    }
  }

  /// Gives everything that waits one time, in file order.
  private func release(at time: Timestamp) {
    var released = before
    if let waiting { released.append(waiting) }
    released += behind
    for index in released.indices { released[index].time = time }
    ready += released
    before.removeAll()
    waiting = nil
    behind.removeAll()
    if !released.isEmpty { lastTime = time }
  }

  private func takeReady() -> FeedItem {
    let item = ready[nextReady]
    nextReady += 1
    if nextReady == ready.count {
      ready.removeAll(keepingCapacity: true)
      nextReady = 0
    }
    return item
  }
}

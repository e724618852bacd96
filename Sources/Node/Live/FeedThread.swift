package import Feeds
import Glibc
import Journal
package import Market

/// How fast a file's rows are handed in.
package enum Pace: Equatable, Sendable {
  case asFastAsPossible
  /// This many times the speed at which the quotes once came.
  case times(Int64)
}

/// Reads a feed on a thread of its own and fills the inbox.
package final class FeedThread: @unchecked Sendable {
  private let pace: Pace
  private let inbox: Inbox
  private var thread = pthread_t()
  private let body: @Sendable (FeedThread) -> Void
  private static let batch = 512
  /// The files that were read to their end: to be asked once the thread was joined.
  package private(set) var ended: [EndedFile] = []

  /// - Parameter open: Makes the source, on the thread that will read it.
  package init<Source: FeedSource & ~Copyable>(
    pace: Pace, into inbox: Inbox, open: @escaping @Sendable () -> Source
  ) {
    self.pace = pace
    self.inbox = inbox
    body = { thread in
      var source = open()
      thread.read(&source)
    }
  }

  /// - Throws: `ThreadFault` when the system starts no thread.
  package func start() throws(ThreadFault) {
    let box = Unmanaged.passRetained(self)
    let result = pthread_create(&thread, nil, feedThread, box.toOpaque())
    guard result == 0 else {
      box.release()
      throw ThreadFault(result)
    }
  }

  package func join() { pthread_join(thread, nil) }

  fileprivate func read() { body(self) }

  private func read(_ feed: inout some FeedSource & ~Copyable) {
    var batch: [FeedItem] = []
    batch.reserveCapacity(Self.batch)
    var pacer = Pacer(pace)
    defer { ended = feed.ended }
    do throws(FeedError) {
      while let item = try feed.next() {
        if !pacer.isDue(item.time) {
          // Hand over what has been read before waiting for the next row's moment.
          guard flush(&batch), pacer.wait(for: item.time, unless: { inbox.isStopped }) else {
            return
          }
        }
        batch.append(item)
        if batch.count >= Self.batch, !flush(&batch) { return }
      }
      if flush(&batch) { inbox.close(.endOfFeed) }
    } catch {
      if flush(&batch) { inbox.close(.failed(error)) }
    }
  }

  private func flush(_ batch: inout [FeedItem]) -> Bool {
    guard !batch.isEmpty else { return true }
    defer { batch.removeAll(keepingCapacity: true) }
    return inbox.put(batch)
  }
}

private func feedThread(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let context else { return nil }
  Unmanaged<FeedThread>.fromOpaque(context).takeRetainedValue().read()
  return nil
}

/// Holds rows back until their moment has come at the wanted speed.
private struct Pacer {
  private let pace: Pace
  private var firstRow: Int64?
  private var begin: Int64 = 0

  init(_ pace: Pace) { self.pace = pace }

  mutating func isDue(_ time: Timestamp) -> Bool { remaining(until: time) <= 0 }

  /// Sleeps in short steps until a row is due.
  ///
  /// - Returns: False when told to stop meanwhile.
  mutating func wait(for time: Timestamp, unless isStopped: () -> Bool) -> Bool {
    while true {
      if isStopped() { return false }
      let left = remaining(until: time)
      if left <= 0 { return true }
      var step = timespec(tv_sec: 0, tv_nsec: Int(min(left, 50_000_000)))
      // house-rules: allow sleep: paces a file feed on a thread of its own, in bounded steps
      nanosleep(&step, nil)
    }
  }

  private mutating func remaining(until time: Timestamp) -> Int64 {
    guard case .times(let speed) = pace else { return 0 }
    let now = monotonicNanoseconds()
    guard let firstRow else {
      firstRow = time.nanoseconds
      begin = now
      return 0
    }
    return begin + (time.nanoseconds - firstRow) / speed - now
  }
}

/// A clock that only goes forward, in nanoseconds from some beginning.
package func monotonicNanoseconds() -> Int64 {
  var now = timespec()
  clock_gettime(CLOCK_MONOTONIC, &now)
  return Int64(now.tv_sec) * nanosecondsPerSecond + Int64(now.tv_nsec)
}

/// Our clock, UTC. What it shows may be no valid instant: whoever writes it down asks.
package func wallClock() -> Timestamp {
  var now = timespec()
  clock_gettime(CLOCK_REALTIME, &now)
  let (seconds, overflows) = Int64(now.tv_sec).multipliedReportingOverflow(by: nanosecondsPerSecond)
  let (time, isBeyond) = seconds.addingReportingOverflow(Int64(now.tv_nsec))
  return Timestamp(nanoseconds: overflows || isBeyond ? (now.tv_sec < 0 ? .min : .max) : time)
}

/// Our clock where it shows what a journal can hold.
///
/// - Throws: `clock`; nothing was written.
func soundClock(lastDurable: UInt64 = 0) throws(JournalError) -> Timestamp {
  let now = wallClock()
  guard now.isValid else { throw .clock(shown: now.text, lastDurable: lastDurable) }
  return now
}

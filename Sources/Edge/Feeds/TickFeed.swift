package import Market

/// Many tick files as one stream of rows.
///
/// Rows come by `FeedItem.time`, ties by instrument, then file, then row. A file is opened when its
/// first row could be next and closed at its end, so a folder of thousands of day files has a few
/// open at once. Which rows come, and in which order, depends on the files and the window alone: a
/// feed that starts after some rows goes on as the one that gave those rows would have.
///
/// It can not be copied, because two copies would share the open files.
package struct TickFeed: ~Copyable {
  /// A file being read, and the row of it that comes next.
  private final class OpenFile {
    let timeline: FileTimeline
    var head: FeedItem

    init(_ timeline: FileTimeline, head: FeedItem) {
      self.timeline = timeline
      self.head = head
    }
  }

  private let files: [FeedFile]
  /// Per file, the last ordinal that is not given out.
  private let startAfter: [Int64]
  private let window: Range<Int64>
  private var order = MergeOrder()
  /// By index of file; nil before it is opened and after its end.
  private var open: [OpenFile?]
  private var hasStarted = false
  /// Thrown by every call after the rows in front of it.
  private var failure: FeedError?

  /// - Parameters:
  ///   - files: What `discover` returned.
  ///   - startAfter: Per file, the last ordinal already taken; 0 for none.
  ///   - from: Rows of an earlier time are not given out; they keep their ordinals.
  ///   - to: Nor are rows of this time or later. A file whose first row is one is not opened.
  package init(_ files: [FeedFile], startAfter: [Int64], from: Timestamp?, to: Timestamp?) {
    precondition(startAfter.count == files.count, "one last ordinal for each file")
    self.files = files
    self.startAfter = startAfter
    let start = from?.nanoseconds ?? 0
    window = start..<max(start, to?.nanoseconds ?? .max)
    open = [OpenFile?](repeating: nil, count: files.count)
  }

  /// - Returns: nil at the end of the last file.
  package mutating func next() throws(FeedError) -> FeedItem? {
    if !hasStarted { start() }
    while failure == nil, let place = order.first {
      guard let file = open[place.file] else {
        openFirst(place.file)
        continue
      }
      let item = file.head
      advanceFirst(place.file, file)
      if window.contains(item.time.nanoseconds) { return item }
    }
    if let failure { throw failure }
    return nil
  }

  private mutating func start() {
    hasStarted = true
    let ranked = files.indices.sorted { left, right in
      let names = (files[left].instrument.name, files[right].instrument.name)
      return names.0 != names.1 ? Instrument.precedes(names.0, names.1) : left < right
    }
    for (rank, file) in ranked.enumerated()
    where files[file].firstTime.nanoseconds < window.upperBound && failure == nil {
      if startAfter[file] == 0 {
        order.insert(.init(time: files[file].firstTime, rank: rank, file: file))
      } else {
        resume(file, rank: rank)
      }
    }
  }

  /// Opens a file that was read before and passes the rows already taken. The rows are read
  /// again, because the time of one may depend on those before it.
  private mutating func resume(_ file: Int, rank: Int) {
    do {
      let timeline = try files[file].open(as: file)
      var lastOrdinal: Int64 = 0
      while let item = try timeline.next() {
        lastOrdinal = item.ordinal
        guard item.ordinal > startAfter[file] else { continue }
        open[file] = OpenFile(timeline, head: item)
        order.insert(.init(time: item.time, rank: rank, file: file))
        return
      }
      if lastOrdinal < startAfter[file] {
        failure = .changedWhileReading(
          file: files[file].path, line: lastOrdinal + 1,
          reason: "\(startAfter[file]) rows were taken from it and it has \(lastOrdinal)")
      }
    } catch {
      failure = error
    }
  }

  private mutating func openFirst(_ file: Int) {
    do {
      let timeline = try files[file].open(as: file)
      guard let head = try timeline.next() else { return order.removeFirst() }
      open[file] = OpenFile(timeline, head: head)
      order.delayFirst(to: head.time)
    } catch {
      failure = error
    }
  }

  @inline(__always)
  private mutating func advanceFirst(_ index: Int, _ file: OpenFile) {
    do {
      if let head = try file.timeline.next() {
        file.head = head
        order.delayFirst(to: head.time)
      } else {
        open[index] = nil
        order.removeFirst()
      }
    } catch {
      failure = error
    }
  }
}

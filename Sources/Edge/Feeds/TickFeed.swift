package import Market

/// Many files of ticks, or many of candles, as one stream of rows.
///
/// Rows come by `FeedItem.time`, ties by `FeedRow.phase`, instrument, file and row. A file is opened when its
/// first row could be next and closed at its end, so a folder of thousands of day files has a few
/// open at once. Which rows come, and in which order, depends on the files and the window alone: a
/// feed that starts after some rows goes on as the one that gave those rows would have.
///
/// It can not be copied, because two copies would share the open files.
package struct TickFeed: ~Copyable {
  /// A file being read, and the row of it that comes next.
  private final class OpenFile {
    let items: FileItems
    /// Its place among the files at one instant and in one phase.
    let rank: Int
    var head: FeedItem

    init(_ items: FileItems, rank: Int, head: FeedItem) {
      self.items = items
      self.rank = rank
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
  /// The files that were read to their end so far, in the order of their ends.
  package private(set) var ended: [EndedFile] = []
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
        openFirst(place)
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
      let items = try files[file].open(as: file)
      while let item = try items.next() {
        guard item.ordinal > startAfter[file] else { continue }
        open[file] = OpenFile(items, rank: rank, head: item)
        order.insert(.init(time: item.time, rank: tieBreak(of: item, rank), file: file))
        return
      }
      noteEnd(of: items, file)
      let taken = FileItems.row(ofPlace: startAfter[file], files[file].candles)
      if items.rowCount < taken {
        failure = .changedWhileReading(
          file: files[file].path, line: items.rowCount + 1,
          reason: "\(taken) rows were taken from it and it has \(items.rowCount)")
      }
    } catch {
      failure = error
    }
  }

  /// - Parameter place: Of a file that is not open: not after its first item, since a candle comes
  ///   a bar after its row's time.
  private mutating func openFirst(_ place: MergeOrder.Place) {
    do {
      let items = try files[place.file].open(as: place.file)
      guard let head = try items.next() else {
        noteEnd(of: items, place.file)
        return order.removeFirst()
      }
      open[place.file] = OpenFile(items, rank: place.rank, head: head)
      order.delayFirst(to: head.time, rank: tieBreak(of: head, place.rank))
    } catch {
      failure = error
    }
  }

  private mutating func noteEnd(of items: FileItems, _ file: Int) {
    guard let digest = items.digest else { return }
    ended.append(EndedFile(file: file, rows: items.rowCount, digest: digest))
  }

  /// What breaks ties of time: the phase first, then the file's own rank.
  @inline(__always)
  private func tieBreak(of item: FeedItem, _ rank: Int) -> Int {
    item.row.phase * files.count + rank
  }

  @inline(__always)
  private mutating func advanceFirst(_ index: Int, _ file: OpenFile) {
    do {
      if let head = try file.items.next() {
        file.head = head
        order.delayFirst(to: head.time, rank: tieBreak(of: head, file.rank))
      } else {
        noteEnd(of: file.items, index)
        open[index] = nil
        order.removeFirst()
      }
    } catch {
      failure = error
    }
  }
}

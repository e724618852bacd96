import Events

/// How a turn is taken: recorded, compared with the record, or applied from the record.
public enum TurnMode: Sendable {
  case run
  case verify
  case restore
}

/// The frames of one recorded turn, and which of them have been applied again.
///
/// Points into the page it came from, which outlives it: replay hands in one page at a time.
struct RecordedTurn: @unchecked Sendable {
  private(set) var bytes = UnsafeRawBufferPointer(start: nil, count: 0)
  private(set) var frames: [Frame] = []
  private var taken: [Bool] = []
  /// Every frame before this one is taken.
  private var cursor = 0
  private(set) var takenCount = 0

  /// - Parameter bytes: The frames of the turn's page.
  mutating func begin(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
    if !frames.isEmpty {
      frames.removeAll(keepingCapacity: true)
      taken.removeAll(keepingCapacity: true)
    }
    cursor = 0
    takenCount = 0
  }

  /// Adds the next frame of the turn.
  mutating func append(_ frame: Frame) {
    frames.append(frame)
    taken.append(false)
  }

  /// A turn whose one event is taken already.
  @inline(__always) mutating func beginEmpty() {
    if !frames.isEmpty { begin(bytes) }
    takenCount = 1
  }

  func frame(_ place: Int) -> Frame { frames[place] }

  var isDone: Bool { cursor == frames.count }

  var firstUntaken: Int? { isDone ? nil : cursor }

  mutating func markTaken(_ place: Int) {
    taken[place] = true
    takenCount += 1
    while cursor < frames.count, taken[cursor] { cursor += 1 }
  }

  /// The next recorded event of an actor on applying one event.
  ///
  /// - Parameters:
  ///   - cause: Place in the turn of the event applied, nil for a timer.
  ///   - mayJump: Whether it may stand behind events of others: only where the rules may differ.
  func nextUntaken(cause: UInt64?, writer: ActorName, rejectionsOnly: Bool, mayJump: Bool) -> Int? {
    var place = cursor
    while place < frames.count {
      if !taken[place] {
        if isFrom(place, cause: cause, writer: writer, rejectionsOnly: rejectionsOnly) {
          return place
        }
        if !mayJump { return nil }
      }
      place += 1
    }
    return nil
  }

  private func isFrom(
    _ place: Int, cause: UInt64?, writer: ActorName, rejectionsOnly: Bool
  ) -> Bool {
    let frame = frames[place]
    guard let kind = EventKind(rawValue: frame.kind), kind.writer == writer else { return false }
    if rejectionsOnly && !kind.isRefusal { return false }
    guard let cause else { return frame.causeDistance == 0 }
    return frame.causeDistance != 0 && UInt64(place) == cause + UInt64(frame.causeDistance)
  }

  /// Whether a frame has exactly these bytes.
  func isSame(_ place: Int, _ other: UnsafeRawBufferPointer) -> Bool {
    let frame = frames[place]
    guard other.count == frame.end - frame.start else { return false }
    // Eight bytes at a time: this is every derived event of a journal.
    var index = 0
    while index &+ 8 <= other.count {
      guard
        bytes.loadUnaligned(fromByteOffset: frame.start &+ index, as: UInt64.self)
          == other.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      else { return false }
      index &+= 8
    }
    while index < other.count {
      guard bytes[frame.start &+ index] == other[index] else { return false }
      index &+= 1
    }
    return true
  }
}

import Events
import Market
import Turns

/// One event of a turn, taken apart so that a test can forge the record.
struct Draft {
  var head: FrameHead
  /// The facts used, as distances in content events.
  var because: [UInt64]
  var body: EventBody
  /// Where texts and large payloads of the body stand.
  var arena: [UInt8] = []

  init(_ frame: Frame, in bytes: UnsafeRawBufferPointer) throws {
    head = FrameHead(
      minor: frame.version.minor, isFirst: frame.flags.isFirst, isNode: frame.flags.isNode,
      atDelta: frame.atDelta, causeDistance: frame.causeDistance)
    head.flags = FrameFlags(rawValue: frame.flags.rawValue & ~4)
    head.occurredLag = frame.occurredLag
    head.source = frame.source
    head.position = frame.position
    head.principal = frame.principal
    because = frame.flags.hasBecause ? frame.becauseDistances(in: bytes) : []
    var arena = ByteBuffer()
    body = try frame.body(in: bytes, arena: &arena)
    self.arena = [UInt8](arena.bytes)
  }

  /// Lets a test change the candle that was closed.
  mutating func changeCandle(_ change: (inout CandleClosed) -> Void) {
    guard case .candleClosed(var candle) = body else { return }
    change(&candle)
    body = .candleClosed(candle)
  }

  mutating func changeMetrics(_ change: (inout MetricsComputed) -> Void) {
    guard case .metricsComputed(let place) = body else { return }
    var buffer = ByteBuffer()
    buffer.append(arena)
    var metrics = buffer[place]
    change(&metrics)
    body = .metricsComputed(buffer.put(metrics))
    arena = [UInt8](buffer.bytes)
  }
}

extension Tape {
  /// The same tape with one turn written anew.
  func forging(turn: Int, _ forge: (inout [Draft]) -> Void) throws -> Tape {
    var drafts: [Draft] = []
    try turns[turn].withFrames { bytes, frames in
      for frame in frames { drafts.append(try Draft(frame, in: bytes)) }
    }
    forge(&drafts)
    var written = ByteBuffer()
    for draft in drafts {
      var because = Because()
      for distance in draft.because { because.add(distance) }
      var arena = ByteBuffer()
      arena.append(draft.arena)
      written.append(draft.head, because: because, body: draft.body, arena: arena)
    }
    var forged = self
    forged.turns[turn].frames = [UInt8](written.bytes)
    return forged
  }

  /// The same tape without one turn.
  func without(turn: Int) -> Tape {
    var tape = self
    tape.turns.remove(at: turn)
    return tape
  }

  /// A first turn of an input and two answers to it, with the answers in the other order.
  func swappingAnswers() throws -> Tape {
    try forging(turn: 0) { drafts in
      drafts.swapAt(1, 2)
      drafts[1].head.causeDistance = 1
      drafts[2].head.causeDistance = 2
    }
  }
}

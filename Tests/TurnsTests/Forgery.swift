import Events
import Market
import Turns

/// One event of a turn, taken apart so that a test can forge the record.
struct Draft {
  var head: FrameHead
  /// The facts used, as distances in content events.
  var because: [UInt64]
  var body: EventBody

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
    var texts = ByteBuffer()
    body = try frame.body(in: bytes, texts: &texts)
  }

  /// Lets a test change the candle that was closed.
  mutating func changeCandle(_ change: (inout CandleClosed) -> Void) {
    guard case .candleClosed(var candle) = body else { return }
    change(&candle)
    body = .candleClosed(candle)
  }

  mutating func changeMetrics(_ change: (inout MetricsComputed) -> Void) {
    guard case .metricsComputed(var metrics) = body else { return }
    change(&metrics)
    body = .metricsComputed(metrics)
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
    let none = ByteBuffer()
    var written = ByteBuffer()
    for draft in drafts {
      var because = Because()
      for distance in draft.because { because.add(distance) }
      written.append(draft.head, because: because, body: draft.body, texts: none)
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
}

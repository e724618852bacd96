import Events
import ExampleRecorder

/// A frame put together by hand, piece by piece, as schemas/journal-format.md says in section 4.
///
/// Each piece can be replaced by one that no encoder would write.
struct RawFrame {
  var kind: [UInt8]
  var version: [UInt8]
  var flags: UInt8
  /// Only in the first event of a turn.
  var at: [UInt8]?
  /// Only in what is no input.
  var cause: [UInt8]?
  var because: [UInt8] = []
  /// Occurred, source, position and principal: only in an input.
  var origin: [UInt8] = []
  var body: [UInt8]

  /// The frame of an input, or of a word that is the first of its turn.
  init(_ kind: EventKind, _ body: [UInt8]) {
    self.kind = Layout.varint(UInt64(kind.rawValue))
    self.version = Layout.varint(kind.version.code)
    let isInput = kind.writer == nil
    self.flags = 2 | (isInput ? 1 : 0) | (kind.isNode ? 8 : 0)
    self.at = [0]
    self.cause = isInput ? nil : [0]
    self.origin = isInput ? [0, 0, 0, 0] : []
    self.body = body
  }

  /// The frame of a word that follows in its turn.
  init(_ kind: EventKind, cause: UInt64, _ body: [UInt8]) {
    self.init(kind, body)
    self.flags &= ~2
    self.at = nil
    self.cause = Layout.varint(cause)
  }

  /// This frame with something changed.
  func with(_ change: (inout RawFrame) -> Void) -> RawFrame {
    var changed = self
    change(&changed)
    return changed
  }

  private var afterLength: [UInt8] {
    kind + version + [flags] + (at ?? []) + (cause ?? []) + because + origin + body
  }

  var bytes: [UInt8] { Layout.varint(UInt64(afterLength.count)) + afterLength }
}

extension RawFrame {
  /// A candle of instrument 3 that was refused as a duplicate, because of nothing.
  static var refusal: RawFrame { RawFrame(.candleRejected, [3, 7]) }

  /// A quote of instrument 1 without prices, as version 1.0 has it.
  static var quote: RawFrame { RawFrame(.tickReceived, [0, 1]).with { $0.version = [32] } }
}

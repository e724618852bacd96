public import Events

/// A signal as a daily document holds it: what was recorded, its signature read from the text.
public struct DaySignal: Equatable, Sendable {
  /// As recorded. Its `signature` points into the side buffer of a turn that is over: use the one
  /// beside it.
  public internal(set) var facts: SignalComputed
  public internal(set) var signature: Signature

  /// - Parameter arena: The side buffer of the signal's turn.
  /// - Returns: nil when the recorded signature is none, which no version of this program writes.
  public init?(_ facts: SignalComputed, arena: borrowing ByteBuffer) {
    guard let signature = Signature(text: arena[facts.signature]) else { return nil }
    self.facts = facts
    self.signature = signature
  }

  init() {
    facts = .none
    signature = .none
  }

  public static func == (left: DaySignal, right: DaySignal) -> Bool {
    var other = right.facts
    other.signature = left.facts.signature
    return left.facts == other && left.signature == right.signature
  }
}

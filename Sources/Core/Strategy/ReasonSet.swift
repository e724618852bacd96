/// A reason out of a fixed list whose order is its order of telling.
///
/// The raw values count up from 0 in that order, and there are at most 32.
public protocol OrderedReason: RawRepresentable<UInt8>, CaseIterable, Sendable, BitwiseCopyable {
  /// As routes, views and people name it.
  var name: String { get }
}

/// The reasons that apply, in their fixed order: one word of bits, so that asking allocates nothing.
public struct ReasonSet<Reason: OrderedReason>: Equatable, Sendable, BitwiseCopyable {
  @usableFromInline var bits: UInt32

  @inlinable public init() { bits = 0 }

  /// - Returns: nil when a bit stands for no reason.
  public init?(rawValue: UInt32) {
    let known = Reason.allCases.reduce(UInt32(0)) { $0 | Self.bit(of: $1) }
    guard rawValue & ~known == 0 else { return nil }
    bits = rawValue
  }

  /// Bit n stands for the reason with raw value n.
  @inlinable public var rawValue: UInt32 { bits }

  @inlinable public var isEmpty: Bool { bits == 0 }

  @inlinable public var count: Int { bits.nonzeroBitCount }

  @inlinable public func contains(_ reason: Reason) -> Bool { bits & Self.bit(of: reason) != 0 }

  @inlinable public mutating func insert(_ reason: Reason) { bits |= Self.bit(of: reason) }

  /// Puts a reason in when it applies.
  @inlinable public mutating func insert(_ reason: Reason, if applies: Bool) {
    if applies { insert(reason) }
  }

  /// The reason that is told when only one is.
  @inlinable public var first: Reason? {
    isEmpty ? nil : Reason(rawValue: UInt8(bits.trailingZeroBitCount))
  }

  /// The names of all that apply, in order.
  public var names: [String] { map(\.name) }

  @usableFromInline static func bit(of reason: Reason) -> UInt32 {
    precondition(reason.rawValue < 32, "a set holds at most 32 reasons")
    return 1 << UInt32(reason.rawValue)
  }
}

extension ReasonSet: ExpressibleByArrayLiteral {
  public init(arrayLiteral reasons: Reason...) {
    self.init()
    for reason in reasons { insert(reason) }
  }
}

extension ReasonSet: Sequence {
  public struct Iterator: IteratorProtocol {
    @usableFromInline var rest: ReasonSet

    @usableFromInline init(rest: ReasonSet) { self.rest = rest }

    @inlinable public mutating func next() -> Reason? {
      guard let first = rest.first else { return nil }
      rest.bits &= rest.bits - 1
      return first
    }
  }

  @inlinable public func makeIterator() -> Iterator { Iterator(rest: self) }
}

/// An amount of the account's currency as a count of millionths: 12.5 is 12,500,000.
///
/// What a venue books is a multiple of `Money.step`, since brokers book four decimals.
///
/// Source: design.md, section 3 (one scale).
public struct Money: Equatable, Comparable, Hashable, Sendable, BitwiseCopyable {
  public var micros: Int64

  @inlinable public init(micros: Int64) { self.micros = micros }

  /// The smallest amount that is booked: 0.0001.
  @inlinable public static var step: Int64 { 100 }

  @inlinable public static var zero: Money { Money(micros: 0) }

  @inlinable public static func < (left: Money, right: Money) -> Bool {
    left.micros < right.micros
  }
}

/// Whole units of an instrument's base currency, signed: above zero is long, or a purchase.
public struct Units: Equatable, Comparable, Hashable, Sendable, BitwiseCopyable {
  public var count: Int64

  @inlinable public init(_ count: Int64) { self.count = count }

  @inlinable public static var zero: Units { Units(0) }

  @inlinable public static func < (left: Units, right: Units) -> Bool { left.count < right.count }
}

/// A share of the whole as a count of millionths; the weights of one allocation sum to 1,000,000.
public struct Weight: Equatable, Comparable, Hashable, Sendable, BitwiseCopyable {
  public var micros: Int64

  @inlinable public init(micros: Int64) { self.micros = micros }

  @inlinable public static func < (left: Weight, right: Weight) -> Bool {
    left.micros < right.micros
  }
}

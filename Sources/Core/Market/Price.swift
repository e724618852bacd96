/// A price as a count of millionths of the quote currency: 1.38676 is 1,386,760.
///
/// The one scale of the house (design.md, section 3). The kernel divides it to deci-points exactly.
public struct Price: Equatable, Comparable, Hashable, Sendable, BitwiseCopyable {
  public var micros: Int64

  @inlinable public init(micros: Int64) { self.micros = micros }

  @inlinable public static func < (left: Price, right: Price) -> Bool {
    left.micros < right.micros
  }
}

/// A metric, share or weight as a count of millionths: 0.5 is 500,000.
public struct Ratio: Equatable, Comparable, Hashable, Sendable, BitwiseCopyable {
  public var micros: Int64

  @inlinable public init(micros: Int64) { self.micros = micros }

  @inlinable public static func < (left: Ratio, right: Ratio) -> Bool {
    left.micros < right.micros
  }
}

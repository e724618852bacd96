/// An instant, in nanoseconds since 1970-01-01 00:00 UTC, without leap seconds.
///
/// Valid instants lie between 1970 and the year 2116, so that adding a bar or a timer to one can
/// never overflow; `isValid` tells, and every reader of outside bytes asks.
public struct Timestamp: Equatable, Comparable, Hashable, Sendable, BitwiseCopyable {
  public var nanoseconds: Int64

  /// The first instant that is refused: 2^62 ns, in the year 2116.
  public static let limit = Timestamp(nanoseconds: 1 << 62)
  public static let zero = Timestamp(nanoseconds: 0)

  @inlinable public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  @inlinable public var isValid: Bool { nanoseconds >= 0 && nanoseconds < (1 << 62) }

  @inlinable public static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.nanoseconds < right.nanoseconds
  }

  /// This instant moved by a number of nanoseconds. Wraps instead of trapping: callers that take
  /// outside bytes check `isValid` on the result.
  @inlinable public func adding(nanoseconds delta: Int64) -> Timestamp {
    Timestamp(nanoseconds: nanoseconds &+ delta)
  }
}

@inlinable public var nanosecondsPerSecond: Int64 { 1_000_000_000 }
@inlinable public var nanosecondsPerMillisecond: Int64 { 1_000_000 }

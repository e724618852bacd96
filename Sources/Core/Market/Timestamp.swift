/// An instant, in nanoseconds since 1970-01-01 00:00 UTC, without leap seconds.
///
/// Valid instants lie between 1970 and the year 2116, so that adding a bar or a timer to one can
/// never overflow; `isValid` tells, and every reader of outside bytes asks.
package struct Timestamp: Equatable, Comparable, Hashable, Sendable, BitwiseCopyable {
  package var nanoseconds: Int64

  /// The first instant that is refused: 2^62 ns, in the year 2116.
  package static let limit = Timestamp(nanoseconds: 1 << 62)
  package static let zero = Timestamp(nanoseconds: 0)

  @inlinable package init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  @inlinable package var isValid: Bool { nanoseconds >= 0 && nanoseconds < (1 << 62) }

  @inlinable package static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.nanoseconds < right.nanoseconds
  }

  /// This instant moved by a number of nanoseconds. Wraps instead of trapping: callers that take
  /// outside bytes check `isValid` on the result.
  @inlinable package func adding(nanoseconds delta: Int64) -> Timestamp {
    Timestamp(nanoseconds: nanoseconds &+ delta)
  }
}

@inlinable package var nanosecondsPerSecond: Int64 { 1_000_000_000 }
@inlinable package var nanosecondsPerMillisecond: Int64 { 1_000_000 }

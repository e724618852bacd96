/// A stretch of time that contains its start and not its end.
public struct TimeSpan: Equatable, Sendable, BitwiseCopyable {
  public var start: Timestamp
  public var end: Timestamp

  public init(start: Timestamp, end: Timestamp) {
    self.start = start
    self.end = end
  }

  public var isEmpty: Bool { start >= end }

  public func contains(_ instant: Timestamp) -> Bool { instant >= start && instant < end }

  /// The part of it that lies in another.
  public func cut(to other: TimeSpan) -> TimeSpan {
    TimeSpan(start: max(start, other.start), end: min(end, other.end))
  }
}

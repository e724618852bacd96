public import Market

/// What the allocator goes by.
///
/// Source: trading-system.md, section 6; design.md, section 10 (the switch margin).
public struct AllocatorLimits: Equatable, Sendable, BitwiseCopyable {
  public var weights = ScoreWeights()
  /// `ALLOC_TOP_K`: how many weights are asked for, 1 to 8.
  public var topK = 3
  /// `ALLOC_SWITCH_MARGIN`: what an instrument with a weight gets on top of its score, so that near equals do not
  /// change places every minute. 0 to 1.
  public var switchMargin = 0.10
  /// `GATES_BLOB_MAX_AGE_SEC`, in ns.
  public var oldestGatesNanoseconds = 180 * nanosecondsPerSecond
  /// `ALLOC_HOLD_MAX_SEC`, in ns: weights that are held longer are reduce-only.
  public var longestHoldNanoseconds = 900 * nanosecondsPerSecond
  /// How old metrics may be, in ns: 300 s, on longer bars five of them.
  public var oldestMetricsNanoseconds: Int64
  /// Gates and metrics that are stamped further ahead are not believed, in ns.
  public static let mostAheadNanoseconds = 5 * nanosecondsPerSecond

  public init(bar: Granularity = .m1) {
    let minutes = 300 * nanosecondsPerSecond
    oldestMetricsNanoseconds = bar == .m1 ? minutes : max(minutes, 5 * bar.nanoseconds)
  }

  /// Why the gates cannot be used; nil when they can.
  func fault(ofGatesAt stamp: Timestamp?, at now: Timestamp) -> AllocationReason? {
    guard let stamp else { return .blobMissing }
    let age = now.nanoseconds - stamp.nanoseconds
    if age > oldestGatesNanoseconds { return .blobStale }
    return age < -Self.mostAheadNanoseconds ? .blobFuture : nil
  }

  /// The score of an instrument; nil while its metrics are missing, invalid, too old or ahead.
  public func score(of metrics: ScoreMetrics?, at now: Timestamp) -> Score? {
    guard let metrics else { return nil }
    let age = now.nanoseconds - metrics.asOf.nanoseconds
    guard age <= oldestMetricsNanoseconds, age >= -Self.mostAheadNanoseconds else { return nil }
    return weights.score(of: metrics)
  }
}

public import Market

/// How the coherence of an instrument stands, for the screen: the first that applies.
///
/// Source: trading-system.md, section 9.6.
public enum CoherenceStatus: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  /// No snapshot that is ready, or none with a coherence.
  case missing = 0
  case stale = 1
  /// A coherence outside 0 to 1, or a stamp more than 5 s ahead.
  case invalid = 2
  case belowGate = 3
  case falling = 4
  case ok = 5

  public var name: String {
    switch self {
    case .missing: "missing"
    case .stale: "stale"
    case .invalid: "invalid"
    case .belowGate: "below_gate"
    case .falling: "falling"
    case .ok: "ok"
    }
  }

  /// - Parameters:
  ///   - delta: Change of coherence as `DirectionWindow.coherenceChange` gives it; nil when unknown, which
  ///     is not falling.
  ///   - limits: The coherence gate and how much coherence may fall.
  ///   - oldestNanoseconds: How old the snapshot may be.
  public init(
    of snapshot: MetricSnapshot?, delta: Double?, limits: DirectionLimits,
    oldestNanoseconds: Int64 = 300 * nanosecondsPerSecond, at now: Timestamp
  ) {
    guard let snapshot, snapshot.isReady, let coherence = snapshot.coherence else {
      self = .missing
      return
    }
    let age = Freshness.age(of: snapshot.asOf, at: now)
    if age > oldestNanoseconds {
      self = .stale
    } else if age < -Freshness.mostAheadNanoseconds || !MetricSnapshot.isValid(coherence) {
      self = .invalid
    } else if !Tolerance.isAtLeast(coherence, limits.leastCoherence) {
      self = .belowGate
    } else if let delta, Tolerance.isBelow(delta, limits.leastCoherenceDelta) {
      self = .falling
    } else {
      self = .ok
    }
  }
}

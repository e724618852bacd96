public import Market

/// How weights came to be. The raw values are for archives.
public enum AllocationMode: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  case normal = 0
  /// Without gates, on first boot: everything in it is filled.
  case softFallback = 1

  public var name: String { self == .normal ? "normal" : "soft_fallback" }
}

/// Why a round ended as it did. The raw values are for archives.
///
/// Source: trading-system.md, section 6.4.
public enum AllocationReason: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  case ok = 0
  /// Fewer can be traded than weights were asked for.
  case openLessThanK = 1
  case blobMissing = 2
  case blobStale = 3
  /// The gates are stamped more than 5 s ahead.
  case blobFuture = 4
  /// Nothing can be traded.
  case noneOpen = 5

  public var name: String {
    switch self {
    case .ok: "ok"
    case .openLessThanK: "open_lt_k"
    case .blobMissing: "blob_missing"
    case .blobStale: "blob_stale"
    case .blobFuture: "blob_future"
    case .noneOpen: "none_open"
    }
  }
}

/// One instrument of an allocation.
public struct Share: Equatable, Sendable, BitwiseCopyable {
  /// Its place in the universe.
  public var instrument: Int
  public var weight: Weight
  /// Reduce-only.
  public var isFilled: Bool
  /// 0 to 1; nil in a fallback when it has none.
  public var score: Double?

  public init(instrument: Int, weight: Weight, isFilled: Bool, score: Double?) {
    self.instrument = instrument
    self.weight = weight
    self.isFilled = isFilled
    self.score = score
  }
}

/// What a round decided.
public enum AllocationOutcome: Equatable, Sendable {
  /// Best first; the weights sum to 1,000,000.
  case publish(mode: AllocationMode, reason: AllocationReason, shares: [Share])
  /// The weights stay as they were.
  case hold(reason: AllocationReason, isReduceOnly: Bool)
}

/// What a round decided, and why for each instrument.
public struct AllocationRound: Equatable, Sendable {
  public var outcome: AllocationOutcome
  /// In universe order.
  public var standings: [Standing]

  public init(outcome: AllocationOutcome, standings: [Standing]) {
    self.outcome = outcome
    self.standings = standings
  }
}

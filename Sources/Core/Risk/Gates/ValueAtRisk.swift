public struct ValueAtRiskLimits: Equatable, Sendable {
  /// `VAR_Z`: standard deviations.
  public var z = 2.33
  /// `VAR_HORIZON_MIN`.
  public var horizonMinutes = 60.0
  /// `VAR_MAX_PCT`: a share of NAV.
  public var maxShare = 0.02

  public init() {}
}

public enum ValueAtRiskReason: UInt8, Sendable, CaseIterable, BitwiseCopyable {
  case ok = 0
  case exceeded = 1
  /// NAV is missing, not finite or not above 0.
  case navInvalid = 2
  /// The sigma of a position is missing, not finite or not above 0.
  case sigmaMissing = 3
  /// A position's notional in account currency is missing or not finite.
  case notionalMissing = 4

  public var text: String {
    switch self {
    case .ok: "ok"
    case .exceeded: "var_exceeded"
    case .navInvalid: "nav_invalid"
    case .sigmaMissing: "sigma_missing"
    case .notionalMissing: "notional_missing"
    }
  }
}

/// What the open positions and a proposed one may lose within the horizon, added up.
///
///     VaR of one position = z × sigma × √horizon × |notional in account currency|
///
/// Sums ignore correlation: the dollar moves most positions together.
///
/// Source: trading-system.md, section 11.4.
public struct ValueAtRisk: Equatable, Sendable {
  /// What is known so far, in account units.
  public private(set) var sum = 0.0
  /// The first thing that was missing.
  public private(set) var missing: ValueAtRiskReason?

  private let z: Double
  private let rootOfHorizon: Double
  private let maxShare: Double

  public init(limits: ValueAtRiskLimits = ValueAtRiskLimits()) {
    z = limits.z
    rootOfHorizon = limits.horizonMinutes.squareRoot()
    maxShare = limits.maxShare
  }

  /// Adds one open position, or the proposed one.
  ///
  /// - Parameters:
  ///   - notional: Account units, of either sign.
  ///   - sigma: A share per minute, as `ReturnDeviation.sigma`.
  public mutating func add(notional: Double?, sigma: Double?) {
    guard let sigma = finite(sigma), isAbove(sigma, 0) else {
      missing = missing ?? .sigmaMissing
      return
    }
    guard let notional = finite(notional) else {
      missing = missing ?? .notionalMissing
      return
    }
    sum += z * sigma * rootOfHorizon * notional.magnitude
  }

  public struct Verdict: Equatable, Sendable {
    public let reason: ValueAtRiskReason
    /// Account units; nil when it is unknown.
    public let valueAtRisk: Double?
    /// Account units; nil when NAV is invalid.
    public let limit: Double?

    public var passes: Bool { reason == .ok }
  }

  /// Whether what was added stays within the limit.
  public func verdict(nav: Double?) -> Verdict {
    guard let nav = finite(nav), isAbove(nav, 0), let limit = finite(maxShare * nav) else {
      return Verdict(reason: .navInvalid, valueAtRisk: nil, limit: nil)
    }
    if let missing { return Verdict(reason: missing, valueAtRisk: nil, limit: limit) }
    return Verdict(
      reason: isAtMost(sum, limit) ? .ok : .exceeded, valueAtRisk: finite(sum), limit: limit)
  }
}

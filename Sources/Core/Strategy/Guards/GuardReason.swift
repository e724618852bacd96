/// Why the metrics of an instrument do not allow an entry, in the order of the checks.
///
/// Source: trading-system.md, section 7.
public enum GuardReason: UInt8, OrderedReason {
  /// No snapshot that is ready. Told alone.
  case metricsMissing = 0
  case signalStale = 1
  case signalFuture = 2
  case coherenceMissing = 3
  case coherenceInvalid = 4
  case coherenceLow = 5
  case stabilityMissing = 6
  case stabilityInvalid = 7
  case stabilityLow = 8
  case ruptureMissing = 9
  case ruptureInvalid = 10
  case ruptureHigh = 11
  case entropyMissing = 12
  case entropyInvalid = 13
  case entropyHigh = 14
  case hazardMissing = 15
  case hazardInvalid = 16
  case hazardHigh = 17

  public var name: String {
    switch self {
    case .metricsMissing: "metrics_missing"
    case .signalStale: "signal_stale"
    case .signalFuture: "signal_future"
    case .coherenceMissing: "coherence_missing"
    case .coherenceInvalid: "coherence_invalid"
    case .coherenceLow: "coherence_low"
    case .stabilityMissing: "stability_missing"
    case .stabilityInvalid: "stability_invalid"
    case .stabilityLow: "stability_low"
    case .ruptureMissing: "rupture_missing"
    case .ruptureInvalid: "rupture_invalid"
    case .ruptureHigh: "rupture_high"
    case .entropyMissing: "entropy_missing"
    case .entropyInvalid: "entropy_invalid"
    case .entropyHigh: "entropy_high"
    case .hazardMissing: "hazard_missing"
    case .hazardInvalid: "hazard_invalid"
    case .hazardHigh: "hazard_high"
    }
  }
}

/// What the guards found; empty when they pass.
public typealias GuardReport = ReasonSet<GuardReason>

extension ReasonSet where Reason == GuardReason {
  public var passes: Bool { isEmpty }
}

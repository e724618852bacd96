public enum StepAction: UInt8, Sendable, CaseIterable, BitwiseCopyable {
  case none = 0
  case close = 1
  case reduce = 2
  case increase = 3

  public var text: String {
    switch self {
    case .none: "none"
    case .close: "close"
    case .reduce: "reduce"
    case .increase: "increase"
    }
  }
}

/// Why a step is what it is.
///
/// Source: trading-system.md, section 10.5; `no_stance` and `weight_unknown` name its two exceptions.
public enum StepReason: UInt8, Sendable, CaseIterable, BitwiseCopyable {
  case atTarget = 0
  case flatTarget = 1
  case sideChange = 2
  case noBudget = 3
  case marginUnknown = 4
  case riskUnknown = 5
  case aboveTarget = 6
  case deadBand = 7
  case filledReduceOnly = 8
  case addsBlocked = 9
  case belowMinimum = 10
  case ramp = 11
  case toTarget = 12
  case noStance = 13
  case weightUnknown = 14

  public var text: String {
    switch self {
    case .atTarget: "at_target"
    case .flatTarget: "flat_target"
    case .sideChange: "side_change"
    case .noBudget: "no_budget"
    case .marginUnknown: "margin_unknown"
    case .riskUnknown: "risk_unknown"
    case .aboveTarget: "above_target"
    case .deadBand: "deadband"
    case .filledReduceOnly: "filled_reduce_only"
    case .addsBlocked: "adds_blocked"
    case .belowMinimum: "below_min"
    case .ramp: "ramp"
    case .toTarget: "to_target"
    case .noStance: "no_stance"
    case .weightUnknown: "weight_unknown"
    }
  }
}

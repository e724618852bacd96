/// How far and how fast one instrument may go to its target.
///
/// Source: trading-system.md, sections 10.4 and 10.5.
public struct StepLimits: Equatable, Sendable {
  /// `PM_RAMP_STEP_PCT`: the most margin of one increase, a share of the cap.
  public var rampShare = 0.25
  /// `PORTFOLIO_REBALANCE_THRESHOLD`: what moves less margin than this share of the budget waits.
  public var deadBandShare = 0.02
  /// `PM_MAX_NET_UNITS`, either side.
  public var maxNetUnits: Int64 = 100_000
  /// `RISK_MAX_POSITION_SIZE`, which lowers `maxNetUnits`; nil when not set.
  public var maxPositionSize: Int64?

  public init() {}

  /// The limit that holds: 0 or more.
  public var netUnits: Int64 { max(0, min(maxNetUnits, maxPositionSize ?? maxNetUnits)) }
}

public import Market

/// The side a position is wanted on.
public enum TargetSide: Int8, Sendable, CaseIterable, BitwiseCopyable {
  case short = -1
  case flat = 0
  case long = 1
}

/// What one step of one instrument is decided from.
public struct StepInputs: Equatable, Sendable {
  /// The signed net position, without the churner's overlay lots.
  public var currentUnits: Int64
  /// The churner's lots, on the side of the position; they count in cap and unit limits.
  public var overlayUnits: Int64 = 0
  /// nil while there is no stance: a position found at the broker, which is kept and never enlarged.
  public var side: TargetSide?
  /// The share of the budget; nil or below 0 is unknown.
  public var weight: Ratio?
  public var budget: Budget
  /// Account units; nil when unknown.
  public var marginPerUnit: Double?
  public var riskCap = RiskCap.off
  /// As `marginHeadroom` gives it; nil leaves no room.
  public var headroom: Double?
  /// The broker's smallest trade; less than 1 counts as 1.
  public var smallestTrade: Int64 = 1
  /// Whether every gate lets increases through.
  public var increasesAllowed: Bool
  /// Whether the instrument is only filled in, and so reduce-only.
  public var isFilled: Bool

  public init(
    currentUnits: Int64, side: TargetSide?, weight: Ratio?, budget: Budget,
    marginPerUnit: Double?, headroom: Double?, increasesAllowed: Bool, isFilled: Bool = false
  ) {
    self.currentUnits = currentUnits
    self.side = side
    self.weight = weight
    self.budget = budget
    self.marginPerUnit = marginPerUnit
    self.headroom = headroom
    self.increasesAllowed = increasesAllowed
    self.isFilled = isFilled
  }
}

/// How many units a target margin buys.
///
///     min( floor(target margin ÷ margin per unit), net units, risk cap ); below the smallest trade 0
///
/// It is never raised to one unit.
///
/// Source: trading-system.md, section 10.4.
struct TargetSize {
  /// nil when unknown.
  let marginPerUnit: Double?
  /// Without a sign; nil when the margin per unit or the risk cap is unknown.
  let units: Int64?

  init(_ inputs: StepInputs, targetMargin: Double, limits: StepLimits) {
    marginPerUnit = usable(inputs.marginPerUnit)
    guard let marginPerUnit, let most = Self.most(inputs.riskCap, limits) else {
      units = nil
      return
    }
    let bought = wholeUnits(targetMargin / marginPerUnit, atMost: most)
    units = bought < max(1, inputs.smallestTrade) ? 0 : bought
  }

  /// The most units of either side; nil while the risk cap is unknown.
  static func most(_ cap: RiskCap, _ limits: StepLimits) -> Int64? {
    switch cap {
    case .off: limits.netUnits
    case .units(let units): max(0, min(units, limits.netUnits))
    case .unknown: nil
    }
  }
}

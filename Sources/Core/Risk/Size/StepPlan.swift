public import Market

/// What to do next with one instrument: at most one order, which never changes the side.
///
///     no stance                        ── keep
///     side flat, or weight 0           ── close all; flat already: nothing
///     position on the other side       ── close all, whatever is unknown below
///     weight unknown                   ── keep
///     budget or cap not above 0        ── keep
///     margin per unit or cap unknown   ── keep
///     target smaller than the position ── reduce by the difference, at once
///     target larger                    ── increase, if everything lets it
///     equal                            ── nothing
///
/// Source: trading-system.md, sections 10.2, 10.4 and 10.5.
public struct StepPlan: Equatable, Sendable {
  public let action: StepAction
  public let reason: StepReason
  /// Signed: above 0 buys. 0 exactly when the action is none.
  public let orderUnits: Int64
  /// Signed. The position itself where it is kept because something is unknown.
  public let targetUnits: Int64
  /// min(weight × budget, cap), in account units.
  public let targetMargin: Double

  public init(_ inputs: StepInputs, limits: StepLimits = StepLimits()) {
    // No venue counts so far; the mirror of the smallest number does not exist.
    let current = max(inputs.currentUnits, -Int64.max)
    let margin = Self.targetMargin(inputs.weight, inputs.budget)

    func plan(
      _ action: StepAction, _ reason: StepReason, order: Int64 = 0, target: Int64
    ) -> StepPlan {
      StepPlan(
        action: action, reason: reason, orderUnits: order, targetUnits: target,
        targetMargin: margin)
    }

    guard let side = inputs.side else {
      self = plan(.none, .noStance, target: current)
      return
    }
    guard side != .flat, inputs.weight?.micros != 0 else {
      self =
        current == 0
        ? plan(.none, .atTarget, target: 0)
        : plan(.close, .flatTarget, order: -current, target: 0)
      return
    }
    let sign = Int64(side.rawValue)
    let size = TargetSize(inputs, targetMargin: margin, limits: limits)
    guard current == 0 || current.signum() == sign else {
      // Whatever the weight and the numbers are, the position is on the wrong side.
      self = plan(.close, .sideChange, order: -current, target: sign * (size.units ?? 0))
      return
    }
    guard let weight = inputs.weight, weight.micros > 0 else {
      self = plan(.none, .weightUnknown, target: current)
      return
    }
    guard Self.isUsable(inputs.budget) else {
      self = plan(.none, .noBudget, target: current)
      return
    }
    guard let perUnit = size.marginPerUnit else {
      self = plan(.none, .marginUnknown, target: current)
      return
    }
    guard let units = size.units else {
      self = plan(.none, .riskUnknown, target: current)
      return
    }
    let target = sign * units
    let held = sign * current
    let deadBand = limits.deadBandShare * inputs.budget.total
    if units == held {
      self = plan(.none, .atTarget, target: target)
    } else if units < held {
      let isSmall = isBelow(Double(held - units) * perUnit, deadBand)
      self =
        isSmall
        ? plan(.none, .deadBand, target: target)
        : plan(.reduce, .aboveTarget, order: target - current, target: target)
    } else {
      let step = IncreaseStep(
        inputs, held: held, target: units, marginPerUnit: perUnit, limits: limits)
      self = plan(
        step.units > 0 ? .increase : .none, step.reason, order: sign * step.units, target: target)
    }
  }

  /// A plan that was made before and recorded.
  public init(
    action: StepAction, reason: StepReason, orderUnits: Int64, targetUnits: Int64,
    targetMargin: Double
  ) {
    self.action = action
    self.reason = reason
    self.orderUnits = orderUnits
    self.targetUnits = targetUnits
    self.targetMargin = targetMargin
  }

  /// What a weight means: a share of the budget, which is margin; 0 when unknown.
  ///
  /// Source: trading-system.md, section 10.2.
  public static func targetMargin(_ weight: Ratio?, _ budget: Budget) -> Double {
    guard let weight, weight.micros > 0, isUsable(budget) else { return 0 }
    return min(Double(weight.micros) / 1_000_000 * budget.total, budget.cap)
  }

  private static func isUsable(_ budget: Budget) -> Bool {
    budget.total.isFinite && budget.cap.isFinite && isAbove(budget.total, 0)
      && isAbove(budget.cap, 0)
  }
}

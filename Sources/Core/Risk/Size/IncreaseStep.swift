/// How many units one increase adds, and why no more.
///
///     step = min( gap,
///                 floor(ramp share × cap ÷ margin per unit),
///                 floor(headroom ÷ margin per unit),
///                 what cap and unit limits leave beside the overlay lots )
///
/// Source: trading-system.md, section 10.5; the last line is its *churner lots count in the cap, in
/// the unit limits*.
struct IncreaseStep {
  /// 0 when there is no increase.
  let units: Int64
  let reason: StepReason

  /// - Parameters:
  ///   - held: The position without a sign, 0 or more.
  ///   - target: More than `held`.
  init(
    _ inputs: StepInputs, held: Int64, target: Int64, marginPerUnit: Double, limits: StepLimits
  ) {
    if inputs.isFilled {
      (units, reason) = (0, .filledReduceOnly)
      return
    }
    guard inputs.increasesAllowed else {
      (units, reason) = (0, .addsBlocked)
      return
    }
    let cap = inputs.budget.cap
    let gap = target - held
    let ramp = wholeUnits(limits.rampShare * cap / marginPerUnit, atMost: gap)
    let headroom = wholeUnits((finite(inputs.headroom) ?? 0) / marginPerUnit, atMost: gap)
    var step = min(ramp, headroom)
    if inputs.overlayUnits != 0 {
      let most = wholeUnits(
        cap / marginPerUnit, atMost: TargetSize.most(inputs.riskCap, limits) ?? 0)
      // In two steps, so that no lots overflow.
      let overlay = Int64(clamping: inputs.overlayUnits.magnitude)
      let beside = most - held
      step = max(0, min(step, beside > overlay ? beside - overlay : 0))
    }
    if step < max(1, inputs.smallestTrade) {
      (units, reason) = (0, .belowMinimum)
    } else if held > 0,
      isBelow(Double(step) * marginPerUnit, limits.deadBandShare * inputs.budget.total)
    {
      (units, reason) = (0, .deadBand)
    } else {
      (units, reason) = (step, step == gap ? .toTarget : .ramp)
    }
  }
}

import Market
import Risk
import Testing

@Suite struct `A step` {
  /// Section 10.5's example: budget 3,000, cap 1,000, weight 333,334 ppm, 0.0216 a unit.
  private func inputs(
    _ current: Int64, side: TargetSide? = .long, _ change: (inout StepInputs) -> Void = { _ in }
  ) -> StepInputs {
    var inputs = StepInputs(
      currentUnits: current, side: side, weight: Ratio(micros: 333_334),
      budget: Budget(base: 10_000, total: 3_000, cap: 1_000, reason: .ok), marginPerUnit: 0.0216,
      headroom: 3_000, increasesAllowed: true)
    change(&inputs)
    return inputs
  }

  private func step(
    _ current: Int64, side: TargetSide? = .long, _ change: (inout StepInputs) -> Void = { _ in }
  ) -> StepPlan { StepPlan(inputs(current, side: side, change)) }

  private func plan(
    _ action: StepAction, _ reason: StepReason, order: Int64, target: Int64
  ) -> StepPlan {
    StepPlan(
      action: action, reason: reason, orderUnits: order, targetUnits: target, targetMargin: 1_000)
  }

  @Test func `from flat ramps a quarter of the cap`() {
    #expect(step(0) == plan(.increase, .ramp, order: 11_574, target: 46_296))
  }

  @Test func `from 40,000 goes to the target`() {
    #expect(step(40_000) == plan(.increase, .toTarget, order: 6_296, target: 46_296))
  }

  @Test func `from 60,000 reduces at once`() {
    #expect(step(60_000) == plan(.reduce, .aboveTarget, order: -13_704, target: 46_296))
  }

  @Test func `from 44,000 does nothing, the gap being worth 49.6`() {
    #expect(step(44_000) == plan(.none, .deadBand, order: 0, target: 46_296))
  }

  @Test func `from -700 closes 700 first`() {
    #expect(step(-700) == plan(.close, .sideChange, order: 700, target: 46_296))
  }

  @Test func `with side flat or weight 0 closes all, and nothing when flat`() {
    #expect(step(500, side: .flat) == plan(.close, .flatTarget, order: -500, target: 0))
    #expect(step(-500, side: .flat).orderUnits == 500)
    #expect(step(0, side: .flat) == plan(.none, .atTarget, order: 0, target: 0))
    #expect(step(500) { $0.weight = Ratio(micros: 0) }.reason == .flatTarget)
  }

  @Test func `keeps an adopted position without a stance`() {
    for current in [-500, 0, 500] as [Int64] {
      #expect(step(current, side: nil) == plan(.none, .noStance, order: 0, target: current))
    }
  }

  @Test(arguments: [nil, Ratio(micros: -1)])
  func `keeps a position while its weight is unknown`(weight: Ratio?) {
    let kept = step(500) { $0.weight = weight }
    #expect(kept.action == .none && kept.reason == .weightUnknown && kept.targetUnits == 500)
    // The wrong side is wrong at any weight.
    #expect(step(-500) { $0.weight = weight }.reason == .sideChange)
    #expect(step(500, side: .flat) { $0.weight = weight }.reason == .flatTarget)
  }

  @Test func `is no increase with a flag against it, and still a reduction`() {
    #expect(step(0) { $0.isFilled = true }.reason == .filledReduceOnly)
    #expect(step(0) { $0.increasesAllowed = false }.reason == .addsBlocked)
    let reduced = step(60_000) { ($0.isFilled, $0.increasesAllowed) = (true, false) }
    #expect(reduced.action == .reduce)
  }

  @Test(arguments: [nil, .nan, .infinity, 0, -1] as [Double?])
  func `keeps a position while a number is unknown`(bad: Double?) {
    #expect(step(500) { $0.marginPerUnit = bad }.reason == .marginUnknown)
    #expect(step(500) { $0.marginPerUnit = bad }.targetUnits == 500)
    let blind = step(500) {
      ($0.headroom, $0.marginPerUnit) = (bad == .infinity ? .nan : bad, 0.0216)
    }
    #expect(blind.orderUnits == 0 && blind.reason == .belowMinimum)
    if let bad {
      #expect(
        step(500) { $0.budget = Budget(base: bad, total: bad, cap: 1, reason: .ok) }.reason
          == .noBudget)
      #expect(
        step(500) { $0.budget = Budget(base: 1, total: 1, cap: bad, reason: .ok) }.reason
          == .noBudget)
    }
  }

  @Test func `below the smallest trade is none, and a target below it is 0`() {
    let small = step(0) { ($0.smallestTrade, $0.headroom) = (1_000, 21.5) }
    #expect(small.reason == .belowMinimum)
    #expect(step(0) { $0.smallestTrade = 46_297 }.targetUnits == 0)
    #expect(step(0) { $0.smallestTrade = 46_297 }.reason == .atTarget)
    #expect(step(0) { $0.smallestTrade = 46_296 }.targetUnits == 46_296)
  }

  @Test func `is never raised to one unit`() {
    let poor = step(0) { $0.budget = Budget(base: 0.1, total: 0.03, cap: 0.01, reason: .ok) }
    #expect(poor.targetUnits == 0 && poor.orderUnits == 0)
  }

  @Test func `leaves room for the churner's lots in the cap and in the unit limits`() {
    // Cap: floor(1,000 ÷ 0.0216) = 46,296 units for core and overlay together.
    let beside = step(40_000) { $0.overlayUnits = 2_000 }
    #expect(beside == plan(.increase, .ramp, order: 4_296, target: 46_296))
    #expect(step(40_000) { $0.overlayUnits = 6_296 }.reason == .belowMinimum)
    #expect(step(40_000) { $0.overlayUnits = .max }.reason == .belowMinimum)
    #expect(step(-40_000, side: .short) { $0.overlayUnits = -2_000 }.orderUnits == -4_296)
    let capped = step(0) { ($0.overlayUnits, $0.riskCap) = (1_000, .units(6_172)) }
    #expect(capped.orderUnits == 5_172)
    // They never force a reduction of the core.
    #expect(step(46_296) { $0.overlayUnits = 9_000 }.reason == .atTarget)
  }

  @Test func `respects a position size that lowers the unit limit`() {
    var limits = StepLimits()
    limits.maxPositionSize = 5_000
    #expect(StepPlan(inputs(0), limits: limits).targetUnits == 5_000)
    limits.maxPositionSize = 200_000
    #expect(StepPlan(inputs(0), limits: limits).targetUnits == 46_296)
    limits.maxPositionSize = -1
    #expect(StepPlan(inputs(0), limits: limits).targetUnits == 0)
  }

  @Test(arguments: [Int64.min, .max])
  func `stays within its numbers at the ends`(current: Int64) {
    for side in [TargetSide.long, .short, .flat] {
      let plan = step(current, side: side)
      #expect(plan.orderUnits.signum() == -current.signum())
      #expect(plan.orderUnits != .min)
    }
    #expect(step(current, side: nil).orderUnits == 0)
  }
}

@Suite struct `The limits beside a step` {
  @Test func `let four instruments hold a position`() {
    let limit = PositionLimit()
    #expect(limit.allows(held: 3, isHeld: false))
    #expect(!limit.allows(held: 4, isHeld: false))
    #expect(limit.allows(held: 4, isHeld: true))
    #expect(!limit.allows(held: 5, isHeld: true))
  }

  @Test func `let one increase of an instrument through in 30 seconds`() {
    let pause = IncreasePause()
    let last = Timestamp(nanoseconds: 1_000 * nanosecondsPerSecond)
    func at(_ milliseconds: Int64) -> Timestamp {
      last.adding(nanoseconds: milliseconds * nanosecondsPerMillisecond)
    }
    #expect(pause.isOver(since: nil, at: last))
    #expect(!pause.isOver(since: last, at: at(0)))
    #expect(!pause.isOver(since: last, at: at(29_999)))
    #expect(pause.isOver(since: last, at: at(30_000)))
    #expect(!pause.isOver(since: last, at: at(-1)))
  }

  @Test func `leave headroom up to the margin gate`() {
    // 0.30 × (500 + 9,500) − 500
    #expect(agrees(marginHeadroom(used: 500, available: 9_500, high: 0.30), 2_500))
    #expect(marginHeadroom(used: 5_000, available: 5_000, high: 0.30) == 0)
    #expect(marginHeadroom(used: nil, available: 1, high: 0.30) == nil)
    #expect(marginHeadroom(used: -1, available: 1, high: 0.30) == nil)
    #expect(marginHeadroom(used: 1, available: .nan, high: 0.30) == nil)
    #expect(marginHeadroom(used: 1, available: 1, high: .nan) == nil)
  }
}

public import Market

/// What an instrument's gate remembers between evaluations.
public struct EligibilityState: Equatable, Sendable, BitwiseCopyable {
  public var isEligible = false
  /// Good evaluations in a row while not eligible.
  public var passes = 0
  /// Bad evaluations in a row while eligible.
  public var fails = 0
  /// Evaluations in a row that did not speak for the instrument.
  public var misses = 0
  /// nil: no cooldown.
  public var cooldownUntil: Timestamp?

  public init() {}
}

/// Opens and shuts the gate of one instrument.
///
///     not eligible ── REQ_CONSEC passes in a row ──▶ eligible
///     eligible     ── REQ_CONSEC fails in a row ───▶ not eligible
///     either       ── too many misses ─────────────▶ cooldown
///     cooldown     ── its end ─────────────────────▶ not eligible
///
/// Source: trading-system.md, section 5.4; design.md, section 10 (before the shadow has caught up).
public struct EligibilityMachine: Equatable, Sendable, BitwiseCopyable {
  /// `REQ_CONSEC`.
  public var evaluationsInARow = 2
  /// `EVAL_COOLDOWN_MISSES`.
  public var mostMisses = 4
  /// `EVAL_COOLDOWN_SEC`, in ns.
  public var cooldownNanoseconds = 7_200 * nanosecondsPerSecond
  public var state: EligibilityState

  public init(state: EligibilityState = EligibilityState()) { self.state = state }

  /// One evaluation.
  public mutating func evaluate(
    _ reading: SummaryReading, levels: HysteresisLevels, isOpen: Bool, isNearClose: Bool,
    at now: Timestamp
  ) -> GateVerdict {
    if let until = state.cooldownUntil, until <= now { state.cooldownUntil = nil }
    if state.cooldownUntil != nil {
      rest()
      return GateVerdict(isOpen: false, isInCooldown: true, reason: .cooldown)
    }
    guard isOpen else { return GateVerdict(isOpen: false, reason: .closed) }
    if case .missing(.notCaughtUp) = reading {
      return GateVerdict(isOpen: false, reason: .summaryMissing)
    }
    let place = place(of: reading, levels: levels)
    count(place ?? .down)
    if state.misses >= mostMisses {
      rest()
      state.cooldownUntil = now.adding(nanoseconds: cooldownNanoseconds)
      return GateVerdict(isOpen: false, isInCooldown: true, reason: .cooldownArmed)
    }
    if state.isEligible && isNearClose { return GateVerdict(isOpen: false, reason: .nearClose) }
    return GateVerdict(isOpen: state.isEligible, reason: reason(place))
  }

  private func place(of reading: SummaryReading, levels: HysteresisLevels) -> SummaryPlace? {
    switch reading {
    case .known(let figures): levels.place(of: figures)
    case .missing: nil
    }
  }

  private mutating func count(_ place: SummaryPlace) {
    switch (state.isEligible, place) {
    case (false, .up):
      state.passes += 1
      state.misses = 0
      if state.passes >= evaluationsInARow { become(eligible: true) }
    case (false, .between), (false, .down):
      state.passes = 0
      state.misses += 1
    case (true, .down):
      state.fails += 1
      state.misses += 1
      // The misses stay: two more and the cooldown begins.
      if state.fails >= evaluationsInARow { become(eligible: false) }
    case (true, .up), (true, .between):
      state.fails = 0
      state.misses = 0
    }
  }

  private mutating func become(eligible: Bool) {
    state.isEligible = eligible
    state.passes = 0
    state.fails = 0
  }

  private mutating func rest() {
    become(eligible: false)
    state.misses = 0
  }

  private func reason(_ place: SummaryPlace?) -> GateReason {
    guard let place else { return .summaryMissing }
    if state.isEligible { return .ok }
    return place == .up ? .awaitingConfirmation : .belowFloor
  }
}

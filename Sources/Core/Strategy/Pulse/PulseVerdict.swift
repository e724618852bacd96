public import Market

/// What decided about a pulse, in the order of the checks; `ok` when one is made.
public enum PulseReason: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  case ok = 0
  case disabled = 1
  case killSwitch = 2
  case interval = 3
  case marginGate = 4
  case pulseOpen = 5
  case dailyCap = 6
  case noCandidate = 7

  public var name: String {
    switch self {
    case .ok: "ok"
    case .disabled: "disabled"
    case .killSwitch: "kill_switch"
    case .interval: "interval"
    case .marginGate: "margin_gate"
    case .pulseOpen: "pulse_open"
    case .dailyCap: "daily_cap"
    case .noCandidate: "no_candidate"
    }
  }
}

/// The pulse to make, or why there is none.
public struct PulseVerdict: Equatable, Sendable, BitwiseCopyable {
  public var reason: PulseReason
  /// nil unless the reason is `ok`.
  public var instrument: InstrumentID?
  /// Signed; 0 unless the reason is `ok`.
  public var units: Int64

  init(_ reason: PulseReason, instrument: InstrumentID? = nil, units: Int64 = 0) {
    self.reason = reason
    self.instrument = instrument
    self.units = units
  }
}

/// What surrounds the wish for a pulse.
public struct PulseSurroundings: Equatable, Sendable, BitwiseCopyable {
  /// The last order of any instrument.
  public var lastOrderAt: Timestamp?
  public var lastPulseAt: Timestamp?
  public var isKillSwitchEngaged: Bool
  public var isMarginGateShut: Bool
  public var pulsesOpen: Int
  /// In this trading day.
  public var pulsesToday: Int
  /// In the account's currency; nil when unknown.
  public var budget: Double?

  public init(
    lastOrderAt: Timestamp?, lastPulseAt: Timestamp?, isKillSwitchEngaged: Bool,
    isMarginGateShut: Bool, pulsesOpen: Int, pulsesToday: Int, budget: Double?
  ) {
    self.lastOrderAt = lastOrderAt
    self.lastPulseAt = lastPulseAt
    self.isKillSwitchEngaged = isKillSwitchEngaged
    self.isMarginGateShut = isMarginGateShut
    self.pulsesOpen = pulsesOpen
    self.pulsesToday = pulsesToday
    self.budget = budget
  }
}

extension PulseLimits {
  /// The pulse to make now, or the first reason against it. Where nothing qualifies none is forced.
  ///
  /// - Parameter candidates: In the allocator's rank order: the first that qualifies is taken.
  public func verdict(
    in surroundings: PulseSurroundings, candidates: some Sequence<PulseCandidate>,
    at now: Timestamp
  ) -> PulseVerdict {
    guard isEnabled else { return PulseVerdict(.disabled) }
    guard !surroundings.isKillSwitchEngaged else { return PulseVerdict(.killSwitch) }
    guard hasWaited(surroundings, at: now) else { return PulseVerdict(.interval) }
    guard !surroundings.isMarginGateShut else { return PulseVerdict(.marginGate) }
    guard surroundings.pulsesOpen < mostOpen else { return PulseVerdict(.pulseOpen) }
    guard surroundings.pulsesToday < mostPerDay else { return PulseVerdict(.dailyCap) }
    guard let budget = surroundings.budget, budget.isFinite else {
      return PulseVerdict(.noCandidate)
    }
    let margin = budgetShare * budget
    for candidate in candidates {
      guard let units = candidate.units(margin: margin) else { continue }
      return PulseVerdict(.ok, instrument: candidate.instrument, units: units)
    }
    return PulseVerdict(.noCandidate)
  }

  private func hasWaited(_ surroundings: PulseSurroundings, at now: Timestamp) -> Bool {
    let interval = min(
      max(intervalNanoseconds, Self.intervals.lowerBound), Self.intervals.upperBound)
    return isOver(interval, since: surroundings.lastOrderAt, at: now)
      && isOver(interval, since: surroundings.lastPulseAt, at: now)
  }

  private func isOver(_ interval: Int64, since stamp: Timestamp?, at now: Timestamp) -> Bool {
    guard let stamp else { return true }
    return Freshness.age(of: stamp, at: now) >= interval
  }
}

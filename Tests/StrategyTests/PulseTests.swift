import Market
import Strategy
import Testing

@Suite struct `A pulse` {
  private var limits: PulseLimits {
    var limits = PulseLimits()
    limits.isEnabled = true
    return limits
  }

  private let quiet = PulseSurroundings(
    lastOrderAt: nil, lastPulseAt: nil, isKillSwitchEngaged: false, isMarginGateShut: false,
    pulsesOpen: 0, pulsesToday: 0, budget: 3_000)

  private let candidate = PulseCandidate(
    instrument: InstrumentID(4), isOpen: true, isNearClose: false, isGateOpen: true,
    guardsPass: true, isFlat: true, isSpreadFine: true, side: .long, cap: 1_000,
    marginPerUnit: 0.0216)

  @Test func `is off until somebody switches it on`() {
    let limits = PulseLimits()
    #expect(!limits.isEnabled)
    #expect(limits.intervalNanoseconds == 300 * nanosecondsPerSecond)
    #expect(limits.budgetShare == 0.05)
    #expect(limits.mostOpen == 1)
    #expect(limits.mostPerDay == 24)
    #expect(limits.verdict(in: quiet, candidates: [candidate], at: noon).reason == .disabled)
  }

  /// The example of section 9.4.
  @Test func `uses a twentieth of the budget`() {
    let verdict = limits.verdict(in: quiet, candidates: [candidate], at: noon)
    #expect(verdict.reason == .ok)
    #expect(verdict.instrument == InstrumentID(4))
    #expect(verdict.units == 6_944)
  }

  @Test func `is not made with anything unknown`() {
    for change in [
      { $0.marginPerUnit = nil }, { $0.marginPerUnit = 0 }, { $0.marginPerUnit = .nan },
      { $0.marginPerUnit = .infinity }, { $0.marginPerUnit = 1e-300 }, { $0.cap = nil },
      { $0.cap = .nan }, { $0.cap = -5 }, { $0.isSpreadFine = false }, { $0.isOpen = false },
    ] as [(inout PulseCandidate) -> Void] {
      var changed = candidate
      change(&changed)
      #expect(limits.verdict(in: quiet, candidates: [changed], at: noon).reason == .noCandidate)
    }
    for budget in [nil, .nan, .infinity, 0, -1] as [Double?] {
      var poor = quiet
      poor.budget = budget
      let verdict = limits.verdict(in: poor, candidates: [candidate], at: noon)
      #expect(verdict.reason == .noCandidate)
      #expect(verdict.units == 0)
    }
  }

  @Test func `waits at most an hour, however long the interval was set`() {
    var slow = limits
    slow.intervalNanoseconds = 86_400 * nanosecondsPerSecond
    var after = quiet
    after.lastPulseAt = noon
    func reason(_ seconds: Double) -> PulseReason {
      slow.verdict(in: after, candidates: [candidate], at: noon.adding(seconds: seconds)).reason
    }
    #expect(reason(3_599.999) == .interval)
    #expect(reason(3_600) == .ok)
  }
}

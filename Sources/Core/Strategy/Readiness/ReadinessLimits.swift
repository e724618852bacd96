public import Market

/// Tells what stands in the way of an entry: one list for the engine, the route and the screen.
///
/// Direction and the engine's own cooldowns are told beside it: they say *not now*, not *not able*.
///
/// Source: trading-system.md, section 9.5.
public struct ReadinessLimits: Equatable, Sendable, BitwiseCopyable {
  public var accountNanoseconds = 60 * nanosecondsPerSecond
  public var quote: QuoteLimits
  /// For longer bars see `Freshness.limit`.
  public var signalNanoseconds: Int64
  public var gatesNanoseconds = 180 * nanosecondsPerSecond
  /// `EVAL_ENFORCE`. False makes the evaluator's gate and its cooldown advisory, but never at a broker.
  public var enforcesGate = true

  public init(bar: Granularity = .m1) {
    quote = QuoteLimits(bar: bar)
    signalNanoseconds = Freshness.limit(seconds: 300, bar: bar)
  }

  /// Everything that blocks, in the fixed order; empty when an entry may be made.
  public func blockers(for inputs: ReadinessInputs, at now: Timestamp) -> Blockers {
    var blockers = Blockers()
    blockers.insert(.killSwitch, if: inputs.isKillSwitchEngaged != false)
    blockers.insert(.mode, if: !inputs.modeAllows)
    blockers.insert(.broker, if: inputs.isBrokerConnected != true)
    blockers.insert(
      .account, if: !Freshness.isFresh(inputs.accountAt, at: now, limit: accountNanoseconds))
    blockers.insert(.market, if: inputs.isMarketOpen != true)
    blockers.insert(.session, if: inputs.isInstrumentOpen != true)
    blockers.insert(.nearClose, if: inputs.isNearClose != false)
    blockers.insert(.quote, if: quote.fault(of: inputs.quote, at: now) != nil)
    blockers.insert(.spread, if: inputs.isSpreadFine != true)
    blockers.insert(
      .signal, if: !Freshness.isFresh(inputs.signalAt, at: now, limit: signalNanoseconds))
    blockers.insert(.guards, if: inputs.guardsPass != true)
    blockers.insert(
      .gatesBlob, if: !Freshness.isFresh(inputs.gatesAt, at: now, limit: gatesNanoseconds))
    if enforcesGate || inputs.mode?.isAtBroker != false {
      blockers.insert(.gate, if: inputs.isGateOpen != true)
      blockers.insert(.cooldown, if: inputs.isCoolingDown != false)
    }
    blockers.insert(.weight, if: (inputs.weight?.micros ?? 0) <= 0)
    blockers.insert(.filled, if: inputs.isReduceOnly != false)
    blockers.insert(.margin, if: inputs.isMarginGateShut != false)
    blockers.insert(.valueAtRisk, if: inputs.isValueAtRiskFine != true)
    blockers.insert(.dailyLoss, if: inputs.isDailyLossReached != false)
    return blockers
  }
}

extension ReadinessInputs {
  /// Not read-only, a known mode, and in live the second switch.
  fileprivate var modeAllows: Bool {
    guard isReadOnly == false, let mode else { return false }
    return mode != .live || isLiveTradingEnabled == true
  }
}

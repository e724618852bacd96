/// Who may release the kill switch.
public enum KillReleaser: UInt8, Sendable, CaseIterable, BitwiseCopyable {
  case `operator` = 0
  /// The recorded release of a backtest, which has no operator.
  case backtest = 1

  public var text: String {
    switch self {
    case .operator: "operator"
    case .backtest: "backtest"
    }
  }
}

/// Why a release is refused. Nothing changes.
public enum KillReleaseRefusal: Equatable, Sendable {
  /// `KILL_SWITCH_FORCE_ENV=1`: nothing releases.
  case forced
  /// A release says why.
  case reasonMissing
  /// A release by `backtest` outside a backtest.
  case wrongReleaser
  /// These causes still hold.
  case causesHold(KillCauses)
}

/// Stops every increase of exposure; never a reduction, and closes nothing by itself.
///
///     engaged  ── release, nothing holds, not forced ──▶ released
///     engaged  ── another cause ───────────────────────▶ engaged, one cause more
///     released ── any cause ───────────────────────────▶ engaged
///
/// Engaged at first boot. The state is that of the last kill-switch event of the journal: whoever
/// owns it decides with `newCauses` and `refusal`, and changes it only by what was recorded.
///
/// Source: trading-system.md, section 11.1.
public struct KillSwitch: Equatable, Sendable {
  /// Why it is engaged; empty when it is released.
  public var causes: KillCauses
  /// The trading day in which the daily loss was reached, while that is a cause.
  public var lossDay: Int64?

  /// As at first boot.
  public init() { causes = KillCauses(.firstBoot) }

  public var isEngaged: Bool { !causes.isEmpty }

  /// The causes that are not among those it is engaged for: what there is to record.
  public func newCauses(_ reached: KillCauses) -> KillCauses { reached.subtracting(causes) }

  /// Takes in that it was engaged.
  ///
  /// - Parameter tradingDay: That of the event, as days since 1970 of its label.
  public mutating func engage(_ added: KillCauses, tradingDay: Int64) {
    if added.contains(.dailyLoss) { lossDay = max(lossDay ?? tradingDay, tradingDay) }
    causes.formUnion(added)
  }

  /// The causes that still stand in the way of a release.
  public func holding(
    _ conditions: KillConditions, limits: LossLimits = LossLimits()
  ) -> KillCauses {
    var holding: KillCauses = []
    for cause in KillCause.allCases where causes.contains(cause) {
      if conditions.holds(cause, lossDay: lossDay, limits: limits) {
        holding.insert(KillCauses(cause))
      }
    }
    return holding
  }

  /// Why a release asked for now is refused; nil when it is granted.
  ///
  /// - Parameters:
  ///   - hasReason: Whether the request says why, in more than spaces.
  public func refusal(
    of releaser: KillReleaser, hasReason: Bool, mode: TradingMode, _ conditions: KillConditions,
    limits: LossLimits = LossLimits()
  ) -> KillReleaseRefusal? {
    if conditions.standing.contains(.forced) { return .forced }
    guard releaser == .operator || mode == .backtest else { return .wrongReleaser }
    guard hasReason else { return .reasonMissing }
    let holding = holding(conditions, limits: limits)
    return holding.isEmpty ? nil : .causesHold(holding)
  }

  /// Takes in that it was released.
  ///
  /// - Returns: Whether the highest NAV starts anew, because a drawdown was among the causes.
  @discardableResult
  public mutating func release() -> Bool {
    let restartsPeak = causes.contains(.drawdown)
    causes = []
    lossDay = nil
    return restartsPeak
  }
}

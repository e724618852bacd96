/// How much may be lost before the kill switch is engaged.
public struct LossLimits: Equatable, Sendable {
  /// `RISK_MAX_DAILY_LOSS_PCT`, a share of the NAV at the day's start.
  public var dailyLoss = 0.03
  /// `RISK_MAX_DRAWDOWN_PCT`, a share of the highest NAV.
  public var drawdown = 0.10
  /// `MARGIN_KILL`, a share of used margin.
  public var marginCritical = MarginLimits().critical

  public init() {}

  /// Every limit that is reached, as causes of the kill switch. An unknown NAV, reference or share
  /// skips its row: the gates of account and margin block by themselves.
  ///
  /// - Parameters:
  ///   - nav: The broker's NAV, not the balance: a loss that is still open is a loss.
  ///   - dayStart: The NAV of the trading day's first account snapshot.
  ///   - peak: The highest NAV.
  ///   - usedShare: As `usedMarginShare`.
  ///
  /// Source: trading-system.md, section 11.5.
  public func reached(
    nav: Double?, dayStart: Double?, peak: Double?, usedShare: Double?
  ) -> KillCauses {
    var reached: KillCauses = []
    if Self.hasFallen(nav, from: dayStart, by: dailyLoss) { reached.insert(.dailyLoss) }
    if Self.hasFallen(nav, from: peak, by: drawdown) { reached.insert(.drawdown) }
    if isCritical(usedShare) { reached.insert(.marginCritical) }
    return reached
  }

  /// Whether so much margin is used that the kill switch is engaged.
  func isCritical(_ usedShare: Double?) -> Bool {
    guard let usedShare = finite(usedShare) else { return false }
    return isAtLeast(usedShare, marginCritical)
  }

  /// (reference − NAV) ÷ reference >= limit
  private static func hasFallen(_ nav: Double?, from reference: Double?, by limit: Double) -> Bool {
    guard let nav = finite(nav), let reference = usable(reference) else { return false }
    return isAtLeast((reference - nav) / reference, limit)
  }
}

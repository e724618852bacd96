/// What decides whether a cause of the kill switch still holds.
public struct KillConditions: Equatable, Sendable {
  /// As `usedMarginShare`; nil is unknown.
  public var usedShare: Double?
  /// The newest NAV; nil is unknown.
  public var nav: Double?
  /// The trading day of now, as days since 1970 of its label.
  public var tradingDay: Int64
  /// The causes of the kind `standing` that hold now: credentials still refused, a `FAULT` file still
  /// there, orders still unknown, an account still locked, the environment still forcing.
  public var standing: KillCauses

  public init(usedShare: Double?, nav: Double?, tradingDay: Int64, standing: KillCauses = []) {
    self.usedShare = usedShare
    self.nav = nav
    self.tradingDay = tradingDay
    self.standing = standing
  }

  /// Whether a cause still holds. What is unknown counts as holding.
  ///
  /// - Parameter lossDay: The trading day in which the daily loss was reached.
  func holds(_ cause: KillCause, lossDay: Int64?, limits: LossLimits) -> Bool {
    switch cause.persistence {
    case .over: false
    case .tradingDay: lossDay.map { tradingDay <= $0 } ?? true
    case .usedMargin: finite(usedShare).map { !isBelow($0, limits.marginCritical) } ?? true
    case .knownNAV: finite(nav) == nil
    case .standing: standing.contains(cause)
    }
  }
}

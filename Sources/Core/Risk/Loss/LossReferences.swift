/// The two NAVs that losses are measured from.
///
/// All money is a count of millionths of the account currency; nil is unknown.
///
/// Source: trading-system.md, section 11.5.
public struct LossReferences: Equatable, Sendable {
  /// The newest trading day seen, as days since 1970 of its label; nil before the first snapshot.
  public var tradingDay: Int64?
  /// The NAV of that day's first snapshot that had one.
  public var dayStartMicros: Int64?
  /// The highest NAV since the first snapshot, or since `restartPeak`.
  public var peakMicros: Int64?

  public init() {}

  public var dayStart: Double? { dayStartMicros.map { Double($0) / 1_000_000 } }
  public var peak: Double? { peakMicros.map { Double($0) / 1_000_000 } }

  /// Takes in an account snapshot.
  ///
  /// - Parameters:
  ///   - navMicros: nil when the snapshot has none.
  ///   - day: The trading day of the snapshot. One before the newest changes only the peak.
  public mutating func observe(navMicros: Int64?, tradingDay day: Int64) {
    if tradingDay.map({ day > $0 }) ?? true {
      tradingDay = day
      dayStartMicros = nil
    }
    guard let navMicros else { return }
    if day == tradingDay, dayStartMicros == nil { dayStartMicros = navMicros }
    peakMicros = max(peakMicros ?? navMicros, navMicros)
  }

  /// Takes in a deposit, or a withdrawal below 0: no gain and no loss.
  public mutating func shift(byMicros amount: Int64) {
    dayStartMicros = dayStartMicros.map { Self.sum($0, amount) }
    peakMicros = peakMicros.map { Self.sum($0, amount) }
  }

  /// Starts the highest NAV anew, as the operator's release after a drawdown does: a stopped account
  /// makes no new high by itself.
  public mutating func restartPeak(atMicros navMicros: Int64) { peakMicros = navMicros }

  /// Stops at the ends instead of trapping: amounts come from outside.
  private static func sum(_ left: Int64, _ right: Int64) -> Int64 {
    let (sum, hasOverflowed) = left.addingReportingOverflow(right)
    return hasOverflowed ? (right > 0 ? .max : .min) : sum
  }
}

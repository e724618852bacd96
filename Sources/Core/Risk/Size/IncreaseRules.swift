public import Market

/// Whether another instrument may take a position.
///
/// Source: trading-system.md, section 10.5 (`RISK_MAX_TOTAL_POSITIONS`).
public struct PositionLimit: Equatable, Sendable {
  /// Instruments with a position, a pulse counted.
  public var most: Int64 = 4

  public init() {}

  /// - Parameters:
  ///   - held: Instruments with a position now, with orders on their way to one.
  ///   - isHeld: Whether this instrument is one of them: it may grow, and adds none.
  public func allows(held: Int64, isHeld: Bool) -> Bool { isHeld ? held <= most : held < most }
}

/// The pause between two increases of one instrument: a fill does not start the next ramp step.
///
/// Source: trading-system.md, section 10.5 (`PORTFOLIO_RECONCILE_SEC`).
public struct IncreasePause: Equatable, Sendable {
  public var seconds: Int64 = 30

  public init() {}

  /// - Parameter last: When this instrument's last increase was ordered; nil if never. One that lies
  ///   after `now` holds.
  public func isOver(since last: Timestamp?, at now: Timestamp) -> Bool {
    guard let last else { return true }
    let (passed, hasOverflowed) = now.nanoseconds.subtractingReportingOverflow(last.nanoseconds)
    let (needed, isTooLong) = seconds.multipliedReportingOverflow(by: nanosecondsPerSecond)
    return !hasOverflowed && !isTooLong && passed >= 0 && passed >= needed
  }
}

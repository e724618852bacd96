public import Market
public import Strategy

/// One summary for each full hour in which an instrument was open, and the floors that follow.
///
/// The history is of one set of parameters: another set starts a new one. Floors change only with the
/// history, so they are computed when it does and not at each evaluation.
///
/// Source: trading-system.md, section 5.2 (`EVAL_HISTORY_MAX`).
public struct SummaryHistory: Equatable, Sendable {
  /// `EVAL_HISTORY_MAX`, and the most it can be.
  public static let mostEntries = 720

  public let limits: FloorLimits
  public private(set) var parameters: ParameterSet?
  /// The hour of the newest summary, counted from 1970; nil: none yet.
  public private(set) var newestHour: Int64?
  /// At most as many as asked for, the oldest is forgotten first.
  public private(set) var entries: RecentValues<SummaryFigures>
  public private(set) var floors: Floors

  /// - Parameters:
  ///   - capacity: 1 to 720.
  ///   - parameters: nil: none are set, and nothing is recorded.
  ///   - newestHour: As an archive has it.
  ///   - entries: Likewise, oldest first.
  public init(
    limits: FloorLimits = FloorLimits(), capacity: Int = SummaryHistory.mostEntries,
    parameters: ParameterSet?, newestHour: Int64? = nil, entries: [SummaryFigures] = []
  ) {
    precondition((1...Self.mostEntries).contains(capacity), "a history has 1 to 720 summaries")
    self.limits = limits
    self.parameters = parameters
    self.newestHour = newestHour
    self.entries = RecentValues(capacity: capacity, entries)
    floors = limits.floors(over: self.entries.oldestFirst)
  }

  /// Takes in a summary, the first one of its hour; others of the hour change nothing.
  ///
  /// The caller asks only while the instrument is open, and has a summary.
  ///
  /// - Returns: Whether it was taken in.
  @discardableResult
  public mutating func record(
    _ figures: SummaryFigures, of parameters: ParameterSet, at now: Timestamp
  ) -> Bool {
    use(parameters)
    let hour = now.nanoseconds / (3_600 * nanosecondsPerSecond)
    if let newestHour, hour <= newestHour { return false }
    newestHour = hour
    entries.record(figures)
    floors = limits.floors(over: entries.oldestFirst)
    return true
  }

  /// Says which parameters are in force; others than before forget the history.
  public mutating func use(_ parameters: ParameterSet?) {
    guard parameters != self.parameters else { return }
    self = SummaryHistory(limits: limits, capacity: entries.capacity, parameters: parameters)
  }
}

/// The hours of one session: from `open` to `close` on one local day.
public struct SessionHours: Equatable, Sendable, BitwiseCopyable {
  public var open: LocalTime
  public var close: LocalTime

  public init(open: LocalTime, close: LocalTime) {
    self.open = open
    self.close = close
  }
}

/// What may be set of sessions and market, with its defaults.
///
/// Source: trading-system.md, sections 3 and 19.
public struct SessionSettings: Equatable, Sendable {
  /// `SESSION_HOURS_JSON`, Monday to Friday by the local date.
  public var sydney = SessionHours(open: LocalTime(hour: 7), close: LocalTime(hour: 16))
  public var tokyo = SessionHours(open: LocalTime(hour: 9), close: LocalTime(hour: 18))
  public var london = SessionHours(open: LocalTime(hour: 8), close: LocalTime(hour: 17))
  public var newYork = SessionHours(open: LocalTime(hour: 8), close: LocalTime(hour: 17))
  /// `MARKET_OPEN_LOCAL`, New York, Sunday to Thursday.
  public var marketOpen = LocalTime(hour: 17, minute: 5)
  /// `MARKET_CLOSE_LOCAL`, New York, on the day after; not later than `marketOpen`.
  public var marketClose = LocalTime(hour: 16, minute: 55)
  /// `MARKET_CLOSURES_JSON`: besides Christmas and the New Year, which are always there.
  public var closures: [TimeSpan] = []
  /// `SESSION_EXIT_MINUTES`, 1 to 60.
  public var exitMinutes: Int64 = 5
  /// `SESSION_TRADING_ENABLED`: false widens every instrument to the market's hours.
  public var isSessionTradingEnabled = true
  /// The length of the bar that drives the system, in seconds.
  public var barSeconds: Int64 = 60

  public init() {}

  /// More closures than this are refused.
  public static let mostClosures = 1_000

  /// The first setting that is refused, with why.
  var fault: SessionSettingsError? {
    for (session, hours) in [
      (TradingSession.sydney, sydney), (.tokyo, tokyo), (.london, london), (.newYork, newYork),
    ] where hours.open >= hours.close {
      return .hours(session)
    }
    if marketClose > marketOpen { return .marketHours }
    if closures.count > Self.mostClosures { return .tooManyClosures(closures.count) }
    if let index = closures.firstIndex(where: { !Self.isSound($0) }) { return .closure(index) }
    if !(1...60).contains(exitMinutes) { return .exitMinutes(exitMinutes) }
    if !(1...604_800).contains(barSeconds) { return .barSeconds(barSeconds) }
    return nil
  }

  private static func isSound(_ closure: TimeSpan) -> Bool {
    !closure.isEmpty && closure.start.isValid && closure.end.isValid
      && closure.start.nanoseconds % nanosecondsPerSecond == 0
      && closure.end.nanoseconds % nanosecondsPerSecond == 0
  }
}

/// A setting of sessions and market that is refused at start.
public enum SessionSettingsError: Error, Equatable, Sendable {
  /// A session that does not close after it opens, on the same local day.
  case hours(TradingSession)
  /// A market that closes, on the next day, after it has opened again.
  case marketHours
  case tooManyClosures(Int)
  /// The closure at this place, from 0, is empty, outside valid time, or not in whole seconds.
  case closure(Int)
  case exitMinutes(Int64)
  case barSeconds(Int64)
}

extension SessionSettingsError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .hours(let session):
      """
      SESSION_HOURS_JSON lets \(session.name) close before it opens. Nothing was started. \
      Give it an open and a later close on one local day.
      """
    case .marketHours:
      """
      MARKET_CLOSE_LOCAL is later than MARKET_OPEN_LOCAL, so that one market day would reach into \
      the next. Nothing was started. Set a close that is not later than the open.
      """
    case .tooManyClosures(let count):
      """
      MARKET_CLOSURES_JSON has \(count) closures, and \(SessionSettings.mostClosures) is the most. \
      Nothing was started. Leave out those that are over.
      """
    case .closure(let index):
      """
      Closure \(index + 1) of MARKET_CLOSURES_JSON is no pair of UTC times in whole seconds, the \
      first before the second. Nothing was started. Correct or remove it.
      """
    case .exitMinutes(let minutes):
      "SESSION_EXIT_MINUTES is \(minutes). Nothing was started. Set it from 1 to 60."
    case .barSeconds(let seconds):
      "A bar of \(seconds) s is none. Nothing was started. Set CANDLE_GRAN to M1 or longer."
    }
  }
}

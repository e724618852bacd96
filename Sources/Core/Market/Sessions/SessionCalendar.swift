/// The session clock: when the market is open, when an instrument is, and until when.
///
/// A pure value, made of settings and the table of `MarketZone`. Copying it copies a few words and one
/// reference. It understands 1970 to 2200; an instant outside counts as the nearer end.
///
///     let calendar = try SessionCalendar(SessionSettings())
///     let status = calendar.status(of: home, at: now)   // keep it until status.nextEdge
///
/// Source: trading-system.md, section 3.
public struct SessionCalendar: Equatable, Sendable {
  let sydney: SessionHours
  let tokyo: SessionHours
  let london: SessionHours
  let newYork: SessionHours
  let marketOpen: LocalTime
  let marketClose: LocalTime
  /// In order, none touching another; seconds since 1970.
  let closures: [Closure]
  /// How long before its close an instrument is near it: the larger of the setting and one bar.
  let exitSeconds: Int64
  let isSessionTradingEnabled: Bool

  /// How far ahead an edge is looked for.
  public static var horizonSeconds: Int64 { 14 * 86_400 }

  struct Closure: Equatable, Sendable {
    var start: Int64
    var end: Int64
  }

  /// - Throws: The first setting that is refused; none is clamped.
  public init(_ settings: SessionSettings) throws(SessionSettingsError) {
    if let fault = settings.fault { throw fault }
    self.init(sound: settings)
  }

  /// The clock under the default settings.
  public static let standard = SessionCalendar(sound: SessionSettings())

  private init(sound settings: SessionSettings) {
    sydney = settings.sydney
    tokyo = settings.tokyo
    london = settings.london
    newYork = settings.newYork
    marketOpen = settings.marketOpen
    marketClose = settings.marketClose
    closures = Self.merged(settings.closures)
    exitSeconds = max(settings.exitMinutes * 60, settings.barSeconds)
    isSessionTradingEnabled = settings.isSessionTradingEnabled
  }

  /// The status of an instrument.
  ///
  /// - Parameter home: Its sessions, from `TradingSessions.home(of:)`.
  public func status(of home: TradingSessions, at instant: Timestamp) -> SessionStatus {
    let now = sessionSecond(of: instant)
    let limit = now + Self.horizonSeconds
    let market = settled(nil, at: now, limit: limit)
    let own = isSessionTradingEnabled ? settled(home, at: now, limit: limit) : market
    let close = own.isInside ? own.until : nil
    let isNear = close.map { $0 - now <= exitSeconds } ?? false
    var edge = min(market.until ?? limit, own.until ?? limit)
    if let close, !isNear { edge = min(edge, close - exitSeconds) }
    return SessionStatus(
      at: instant, isMarketOpen: market.isInside,
      marketChange: market.until.map { Timestamp(sessionSecond: $0) },
      openSessions: market.isInside ? sessions(at: now) : [],
      isOpen: own.isInside, close: close.map { Timestamp(sessionSecond: $0) }, isNearClose: isNear,
      nextOpen: nextOpen(home, after: own, limit: limit).map { Timestamp(sessionSecond: $0) },
      nextEdge: Timestamp(sessionSecond: edge))
  }

  private func nextOpen(_ home: TradingSessions, after own: Settled, limit: Int64) -> Int64? {
    guard own.isInside, let close = own.until else { return own.until }
    return settled(isSessionTradingEnabled ? home : nil, at: close, limit: limit).until
  }

  private func sessions(at second: Int64) -> TradingSessions {
    var open: TradingSessions = []
    for session in TradingSession.allCases where phase(of: session, at: second).isInside {
      open.insert(TradingSessions(session))
    }
    return open
  }

  private static func merged(_ spans: [TimeSpan]) -> [Closure] {
    var merged: [Closure] = []
    for span in spans.sorted(by: { $0.start < $1.start }) {
      let next = Closure(start: sessionSecond(of: span.start), end: sessionSecond(of: span.end))
      if let last = merged.last, next.start <= last.end {
        merged[merged.count - 1].end = max(last.end, next.end)
      } else {
        merged.append(next)
      }
    }
    return merged
  }
}

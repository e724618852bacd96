import Market
import Testing

/// What the tests of this folder say instants in.
func instant(milliseconds: Int64) -> Timestamp {
  Timestamp(nanoseconds: milliseconds * nanosecondsPerMillisecond)
}

/// `2026-01-14T12:00`, UTC.
func instant(_ text: String) throws -> Timestamp { try #require(Timestamp(text: text)) }

extension Timestamp {
  func adding(minutes: Int64) -> Timestamp {
    adding(nanoseconds: minutes * 60 * nanosecondsPerSecond)
  }
}

/// The status of an instrument by name, under the default settings unless others are given.
func clock(
  _ instrument: String, _ text: String, _ calendar: SessionCalendar = .standard
) throws -> SessionStatus {
  let home = try #require(TradingSessions.home(of: instrument))
  return calendar.status(of: home, at: try instant(text))
}

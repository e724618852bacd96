/// An input of stored candles: `valkey:EUR_USD:2026-01-01:2026-01-31`.
///
/// Both dates are included, as whole UTC days.
///
/// Source: trading-system.md, section 15.1.
public struct ValkeyCandleSource: Equatable, Sendable {
  public let instrument: Instrument
  /// From the first date's midnight to the midnight after the last.
  public let range: TimeSpan

  /// - Returns: nil for any other text, a name that is no instrument, a date that is not written
  ///   `YYYY-MM-DD` or not in the calendar, and a last date before the first.
  public init?(text: some StringProtocol) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 4, parts[0] == "valkey",
      let instrument = Instrument.known(String(parts[1])),
      let first = Self.midnight(parts[2]), let last = Self.midnight(parts[3]), first <= last
    else { return nil }
    let end = last.adding(nanoseconds: 86_400 * nanosecondsPerSecond)
    guard end.isValid else { return nil }
    self.instrument = instrument
    range = TimeSpan(start: first, end: end)
  }

  private static func midnight(_ date: some StringProtocol) -> Timestamp? {
    guard date.utf8.count == 10, date.contains("-") else { return nil }
    return Timestamp(text: date)
  }
}

import Market
import Testing

@Suite struct `The session clock of one instrument` {
  private struct Example {
    var now: String
    var instrument: String
    var close: String?
    var minutes: Int64?
    var isNear = false
    var nextOpen: String
  }

  /// The table of trading-system.md, section 3.3.
  private static let examples = [
    Example(
      now: "2026-01-14T12:00", instrument: "EUR_USD", close: "2026-01-14T21:55", minutes: 595,
      nextOpen: "2026-01-15T08:00"),
    Example(
      now: "2026-01-14T08:56", instrument: "USD_JPY", close: "2026-01-14T09:00", minutes: 4,
      isNear: true, nextOpen: "2026-01-14T13:00"),
    Example(
      now: "2026-01-14T21:00", instrument: "NZD_USD", close: "2026-01-14T21:55", minutes: 55,
      nextOpen: "2026-01-14T22:05"),
    Example(now: "2026-01-14T21:56", instrument: "EUR_USD", nextOpen: "2026-01-15T08:00"),
    Example(
      now: "2026-01-16T21:50", instrument: "EUR_USD", close: "2026-01-16T21:55", minutes: 5,
      isNear: true, nextOpen: "2026-01-19T08:00"),
    Example(
      now: "2026-01-11T22:05", instrument: "NZD_USD", close: "2026-01-12T05:00", minutes: 415,
      nextOpen: "2026-01-12T13:00"),
    Example(
      now: "2026-03-11T12:30", instrument: "EUR_USD", close: "2026-03-11T20:55", minutes: 505,
      nextOpen: "2026-03-12T08:00"),
  ]

  @Test func `answers the worked examples of the specification`() throws {
    for example in Self.examples {
      let status = try clock(example.instrument, example.now)
      #expect(status.isOpen == (example.close != nil), "\(example)")
      #expect(status.close == (try example.close.map { try instant($0) }), "\(example)")
      #expect(status.minutesToClose == example.minutes, "\(example)")
      #expect(status.isNearClose == example.isNear, "\(example)")
      #expect(status.nextOpen == (try instant(example.nextOpen)), "\(example)")
    }
  }

  @Test func `is near its close from exactly the exit time before it`() throws {
    let before = try clock("EUR_USD", "2026-01-14T21:49:59.999999999")
    #expect(before.isOpen && !before.isNearClose && before.minutesToClose == 5)
    #expect(before.nextEdge == (try instant("2026-01-14T21:50")))
    let near = try clock("EUR_USD", "2026-01-14T21:50")
    #expect(near.isNearClose && near.minutesToClose == 5)
    #expect(near.nextEdge == (try instant("2026-01-14T21:55")))
    #expect(try clock("EUR_USD", "2026-01-14T21:54:59.999").minutesToClose == 0)
    #expect(try !clock("EUR_USD", "2026-01-14T21:55").isOpen)
  }

  @Test func `counts minutes for a status that is kept`() throws {
    let kept = try clock("EUR_USD", "2026-01-14T12:00")
    #expect(kept.minutesToClose(at: try instant("2026-01-14T21:00:30")) == 54)
    #expect(try clock("EUR_USD", "2026-01-14T21:56").minutesToClose(at: .zero) == nil)
  }

  @Test func `is near its close within one bar when that is longer`() throws {
    var settings = SessionSettings()
    settings.barSeconds = 3_600
    let hourly = try SessionCalendar(settings)
    #expect(try !clock("EUR_USD", "2026-01-14T20:54:59", hourly).isNearClose)
    #expect(try clock("EUR_USD", "2026-01-14T20:55", hourly).isNearClose)
    settings.barSeconds = 60
    settings.exitMinutes = 60
    let early = try SessionCalendar(settings)
    #expect(try !clock("EUR_USD", "2026-01-14T20:54:59", early).isNearClose)
    #expect(try clock("EUR_USD", "2026-01-14T20:55", early).isNearClose)
  }

  @Test func `is shut from Christmas Eve to Christmas evening, and over the New Year`() throws {
    for (from, until) in [
      ("2025-12-24T21:55", "2025-12-25T22:05"), ("2025-12-31T21:55", "2026-01-01T22:05"),
    ] {
      let shut = try clock("NZD_USD", from)
      #expect(!shut.isMarketOpen && !shut.isOpen && shut.openSessions.isEmpty)
      #expect(try shut.nextOpen == instant(until))
      #expect(shut.marketChange == shut.nextOpen)
      #expect(shut.nextEdge == shut.nextOpen)
      #expect(try clock("NZD_USD", until).isOpen)
    }
  }

  @Test func `does not open on the Sunday that is Christmas Eve`() throws {
    let status = try clock("NZD_USD", "2023-12-24T22:05")
    #expect(!status.isMarketOpen)
    #expect(status.nextOpen == (try instant("2023-12-25T22:05")))
  }

  @Test func `has a status at both ends of what it understands, and beyond them`() throws {
    let home = try #require(TradingSessions.home(of: "AUD_NZD"))
    for nanoseconds in [
      0, 1, -1, .min, .max, 7_258_118_400 * nanosecondsPerSecond, (1 << 62) - 1,
    ] as [Int64] {
      let now = Timestamp(nanoseconds: nanoseconds)
      let status = SessionCalendar.standard.status(of: home, at: now)
      #expect(status.nextOpen != nil)
      #expect(TradingDay(containing: now).text.count == 10)
    }
  }

  @Test func `belongs to the sessions of its two currencies, for every pair of the majors`() {
    let majors = ["EUR", "USD", "JPY", "GBP", "CAD", "NZD", "AUD", "CHF"]
    var pairs = 0
    for base in majors {
      for quote in majors where base != quote {
        let home = TradingSessions.home(of: "\(base)_\(quote)")
        #expect(home == TradingSessions.home(of: "\(quote)_\(base)") && home?.isEmpty == false)
        pairs += 1
      }
    }
    #expect(pairs == 56)
    #expect(TradingSessions.home(of: "EUR_GBP") == .london)
    #expect(TradingSessions.home(of: "AUD_NZD") == .sydney)
    #expect(TradingSessions.home(of: "AUD_JPY") == [.sydney, .tokyo])
    for name in ["EUR", "EUR_EUR", "EUR_XAU", "eur_usd", "EUR_USD_JPY", "", "_", "EURUSD"] {
      #expect(TradingSessions.home(of: name) == nil, "\(name)")
    }
  }
}

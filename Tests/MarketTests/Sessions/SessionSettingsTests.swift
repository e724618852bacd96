import Market
import Testing

@Suite struct `SESSION_TRADING_ENABLED at 0` {
  private func widened() throws -> SessionCalendar {
    var settings = SessionSettings()
    settings.isSessionTradingEnabled = false
    return try SessionCalendar(settings)
  }

  @Test func `widens every instrument to the market's hours`() throws {
    let calendar = try widened()
    for name in Instrument.defaultOrder {
      // Three at night in London: only Sydney and Tokyo are open.
      let status = try clock(name, "2026-01-14T03:00", calendar)
      #expect(status.isOpen && status.isMarketOpen, "\(name)")
      #expect(status.close == (try instant("2026-01-14T21:55")), "\(name)")
      #expect(status.nextOpen == (try instant("2026-01-14T22:05")), "\(name)")
      #expect(status.openSessions.names == ["sydney", "tokyo"], "\(name)")
      let near = try clock(name, "2026-01-14T21:50", calendar)
      #expect(near.isNearClose && near.minutesToClose == 5, "\(name)")
    }
  }

  @Test func `never opens a weekend, a rest or a holiday`() throws {
    let calendar = try widened()
    for name in Instrument.defaultOrder {
      for (now, opens) in [
        ("2026-01-16T21:55", "2026-01-18T22:05"), ("2026-01-17T12:00", "2026-01-18T22:05"),
        ("2026-01-18T22:04:59", "2026-01-18T22:05"), ("2026-01-14T22:00", "2026-01-14T22:05"),
        ("2025-12-25T12:00", "2025-12-25T22:05"), ("2026-01-01T12:00", "2026-01-01T22:05"),
      ] {
        let status = try clock(name, now, calendar)
        #expect(!status.isOpen && !status.isNearClose && status.close == nil, "\(name) \(now)")
        #expect(status.nextOpen == (try instant(opens)), "\(name) \(now)")
      }
    }
  }
}

@Suite struct `Settings of sessions and market` {
  @Test func `add closures to those that are always there`() throws {
    var settings = SessionSettings()
    // Good Friday 2026, in two parts that touch, and a short halt before them.
    settings.closures = [
      TimeSpan(start: try instant("2026-04-03T12:00"), end: try instant("2026-04-03T20:55")),
      TimeSpan(start: try instant("2026-04-02T20:55"), end: try instant("2026-04-03T12:00")),
      TimeSpan(start: try instant("2026-04-01T12:00"), end: try instant("2026-04-01T12:30")),
    ]
    let calendar = try SessionCalendar(settings)
    let before = try clock("EUR_USD", "2026-04-01T11:00", calendar)
    #expect(before.isOpen)
    #expect(try before.close == instant("2026-04-01T12:00"))
    #expect(before.nextOpen == (try instant("2026-04-01T12:30")))
    let halt = try clock("EUR_USD", "2026-04-01T12:29:59", calendar)
    #expect(!halt.isMarketOpen)
    #expect(try halt.nextOpen == instant("2026-04-01T12:30"))
    let friday = try clock("EUR_USD", "2026-04-02T20:55", calendar)
    #expect(!friday.isMarketOpen)
    #expect(try friday.nextOpen == instant("2026-04-06T07:00"))
    #expect(try clock("EUR_USD", "2026-04-03T10:00").isOpen)
    #expect(try !clock("NZD_USD", "2025-12-25T12:00", calendar).isMarketOpen)
  }

  @Test func `say nothing of an opening beyond fourteen days`() throws {
    var settings = SessionSettings()
    settings.closures = [
      TimeSpan(start: try instant("2026-03-02"), end: try instant("2026-04-02"))
    ]
    let calendar = try SessionCalendar(settings)
    let far = try clock("EUR_USD", "2026-03-10", calendar)
    #expect(!far.isOpen && far.nextOpen == nil && far.marketChange == nil)
    #expect(far.nextEdge == (try instant("2026-03-24")))
    #expect(try clock("EUR_USD", "2026-03-24", calendar).nextOpen == instant("2026-04-02T07:00"))
  }

  @Test func `replace the hours of sessions and market`() throws {
    var settings = SessionSettings()
    settings.london = SessionHours(
      open: try #require(LocalTime(text: "09:30")), close: try #require(LocalTime(text: "12:00")))
    settings.marketOpen = try #require(LocalTime(text: "17:00"))
    settings.marketClose = settings.marketOpen
    let calendar = try SessionCalendar(settings)
    let morning = try clock("EUR_GBP", "2026-01-14T09:30", calendar)
    #expect(morning.isOpen)
    #expect(try morning.close == instant("2026-01-14T12:00"))
    // Without a rest the market is open from Sunday to Friday.
    #expect(morning.marketChange == (try instant("2026-01-16T22:00")))
    #expect(try !clock("EUR_GBP", "2026-01-14T09:29:59", calendar).isOpen)
  }

  @Test func `are refused when they make no sense, and never clamped`() throws {
    func refusal(_ change: (inout SessionSettings) -> Void) -> SessionSettingsError? {
      var settings = SessionSettings()
      change(&settings)
      do throws(SessionSettingsError) {
        _ = try SessionCalendar(settings)
        return nil
      } catch { return error }
    }
    let noon = try #require(LocalTime(text: "12:00"))
    #expect(refusal { _ in } == nil)
    #expect(refusal { $0.tokyo = SessionHours(open: noon, close: noon) } == .hours(.tokyo))
    #expect(refusal { $0.marketOpen = noon } == .marketHours)
    #expect(refusal { $0.exitMinutes = 0 } == .exitMinutes(0))
    #expect(refusal { $0.exitMinutes = 61 } == .exitMinutes(61))
    #expect(refusal { $0.exitMinutes = 60 } == nil)
    #expect(refusal { $0.barSeconds = 0 } == .barSeconds(0))
    let moment = try instant("2026-01-14T12:00")
    let halt = TimeSpan(start: moment, end: moment.adding(minutes: 1))
    #expect(refusal { $0.closures = [halt, TimeSpan(start: moment, end: moment)] } == .closure(1))
    #expect(
      refusal {
        $0.closures = [TimeSpan(start: moment, end: moment.adding(nanoseconds: 1_500_000_000))]
      } == .closure(0))
    #expect(refusal { $0.closures = [TimeSpan(start: moment, end: .limit)] } == .closure(0))
    #expect(
      refusal { $0.closures = Array(repeating: halt, count: SessionSettings.mostClosures) } == nil)
    #expect(
      refusal { $0.closures = Array(repeating: halt, count: SessionSettings.mostClosures + 1) }
        == .tooManyClosures(1_001))
  }

  @Test(arguments: [("00:00", 0), ("17:05", 1_025), ("23:59", 1_439), ("24:00", 1_440)])
  func `write a time of day with two digits each`(text: String, minutes: Int64) {
    #expect(LocalTime(text: text)?.minutes == minutes)
  }

  @Test(arguments: [
    "", "7:05", "17.05", "17:5", "17:60", "24:01", "25:00", "-1:00", "17:05 ", "１7:05",
  ])
  func `have no other time of day`(text: String) {
    #expect(LocalTime(text: text) == nil)
  }
}

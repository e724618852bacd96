import Market
import TestSupport
import Testing

@Suite struct `The session clock of the vectors` {
  @Test func `says of every instrument and moment what is written there`() throws {
    let file = try Vectors.read("trading/sessions.json")
    let cases = try file["cases"].list()
    for vector in cases {
      let name = try vector["name"].text()
      let expected = vector["expect"]
      let home = try #require(TradingSessions.home(of: vector["input"]["instrument"].text()))
      let status = SessionCalendar.standard.status(
        of: home, at: instant(milliseconds: try vector["input"]["t_ms"].integer()))
      #expect(status.isMarketOpen == (try expected["market_open"].flag()), "\(name)")
      let sessions = try expected["open_sessions"].list().map { try $0.text() }
      #expect(status.openSessions.names == sessions, "\(name)")
      #expect(status.isOpen == (try expected["instrument_open"].flag()), "\(name)")
      #expect(status.close == (try optionalInstant(expected["close_ms"])), "\(name)")
      let minutes = expected["minutes_to_close"]
      #expect(status.minutesToClose == (minutes.isNull ? nil : try minutes.integer()), "\(name)")
      #expect(status.isNearClose == (try expected["near_close"].flag()), "\(name)")
      #expect(status.nextOpen == (try optionalInstant(expected["next_open_ms"])), "\(name)")
      #expect(status.nextEdge > status.at, "\(name)")
    }
    print("sessions.json: \(cases.count) cases ran.")
    #expect(cases.count > 0)
  }

  @Test func `has the home sessions written there`() throws {
    let homes = try Vectors.read("trading/sessions.json")["config"]["instrument_sessions"].object()
    #expect(homes.count == Instrument.defaultOrder.count)
    for name in Instrument.defaultOrder {
      let sessions = try #require(homes[name]).list().map { try $0.text() }
      #expect(TradingSessions.home(of: name)?.names.sorted() == sessions.sorted(), "\(name)")
    }
  }

  @Test func `has the trading days written there`() throws {
    let cases = try Vectors.read("trading/risk_gates.json")["cases"].list().filter {
      $0["kind"] == .text("trading_day")
    }
    for vector in cases {
      let now = instant(milliseconds: try vector["input"]["t_ms"].integer())
      let day = TradingDay(containing: now)
      #expect(day.text == (try vector["expect"].text()), "\(now)")
      #expect(day.span.contains(now), "\(now)")
    }
    print("risk_gates.json: \(cases.count) cases of trading_day ran.")
    #expect(cases.count > 0)
  }

  private func optionalInstant(_ value: VectorValue) throws -> Timestamp? {
    value.isNull ? nil : instant(milliseconds: try value.integer())
  }
}

import Market
import TestSupport
import Testing

@Suite struct `The session clock of the vectors` {
  @Test func `says of every instrument and moment what is written there`() throws {
    try Vectors.forEachCase(in: "trading/sessions.json") { vector, _ in
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
    try Vectors.forEachCase(in: "trading/risk_gates.json", kind: "trading_day") { vector, _ in
      let now = instant(milliseconds: try vector["input"]["t_ms"].integer())
      let day = TradingDay(containing: now)
      #expect(day.text == (try vector["expect"].text()), "\(now)")
      #expect(day.span.contains(now), "\(now)")
    }
  }

  private func optionalInstant(_ value: VectorValue) throws -> Timestamp? {
    value.isNull ? nil : instant(milliseconds: try value.integer())
  }
}

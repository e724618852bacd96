import Market
import Numerics
import Testing

@Suite struct `An edge of the session clock` {
  /// Days around every kind of change: clocks, Christmas on each weekday, the New Year.
  private static let days = [
    "2026-03-06", "2026-03-27", "2026-04-03", "2026-10-02", "2026-10-23", "2026-10-30",
    "2020-12-22", "2021-12-22", "2022-12-22", "2023-12-22", "2025-12-22", "2027-12-22",
    "2021-12-29", "2022-12-29", "2023-12-29", "2024-12-29", "2025-12-29", "2012-02-27",
  ]

  @Test(arguments: days)
  func `lies where a scan minute by minute finds the change`(day: String) throws {
    try compare(from: try instant(day), days: 7, of: ["EUR_USD", "NZD_USD", "EUR_JPY"])
  }

  @Test(arguments: 0..<12 as Range<UInt64>)
  func `lies there in any week from 1971 to 2199`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let day = 365 + Int64(random.next(below: 83_500))
    let majors = ["EUR", "USD", "JPY", "GBP", "CAD", "NZD", "AUD", "CHF"]
    let base = random.next(below: 8)
    let quote = (base + 1 + random.next(below: 7)) % 8
    print("seed \(seed): day \(day), \(majors[Int(base)])_\(majors[Int(quote)])")
    try compare(
      from: Timestamp(nanoseconds: day * 86_400 * nanosecondsPerSecond), days: 7,
      of: ["\(majors[Int(base)])_\(majors[Int(quote)])"])
  }

  /// Walks from edge to edge, and asks the wall clock of every minute between them.
  private func compare(from start: Timestamp, days: Int64, of instruments: [String]) throws {
    let first = start.nanoseconds / nanosecondsPerSecond / 60
    // A week more, so that the next opening is in it, over a weekend and a holiday too.
    var market: [Bool] = []
    var sessions: [TradingSessions] = []
    var clock = WallClock()
    for minute in first..<first + (days + 7) * 1_440 {
      clock.move(to: minute)
      market.append(clock.isMarketOpen)
      sessions.append(clock.openSessions)
    }
    for name in instruments {
      let home = try #require(TradingSessions.home(of: name))
      let open = sessions.map { !$0.isDisjoint(with: home) }
      var edge = start
      var kept: SessionStatus?
      for index in 0..<Int(days * 1_440) {
        let now = start.adding(minutes: Int64(index))
        let isNear = open[index] && open[index...(index + 5)].contains(false)
        if now == edge {
          let status = SessionCalendar.standard.status(of: home, at: now)
          if let kept {
            #expect(
              (kept.isMarketOpen, kept.isOpen, kept.isNearClose)
                != (status.isMarketOpen, status.isOpen, status.isNearClose),
              "\(name) has an edge without a change at \(now)")
          }
          #expect(status.nextEdge > now)
          edge = status.nextEdge
          kept = status
          try checkAhead(status, open, index, name)
        }
        let status = try #require(kept)
        guard status.isMarketOpen == market[index], status.isOpen == open[index],
          status.isNearClose == isNear, edge > now
        else {
          Issue.record("\(name) at \(now): the scan finds another status than \(status)")
          return
        }
      }
    }
  }

  private func checkAhead(
    _ status: SessionStatus, _ open: [Bool], _ index: Int, _ name: String
  ) throws {
    let close = open[index] ? open[index...].firstIndex(of: false) : nil
    #expect(
      status.close == close.map { status.at.adding(minutes: Int64($0 - index)) },
      "\(name) at \(status.at)")
    let opening = try #require(open[(close ?? index)...].firstIndex(of: true))
    #expect(
      status.nextOpen == status.at.adding(minutes: Int64(opening - index)),
      "\(name) at \(status.at)")
  }

  @Test func `is the same whenever it is asked before it`() throws {
    var random = SplitMix64(seed: 5)
    let home = try #require(TradingSessions.home(of: "USD_JPY"))
    for _ in 0..<300 {
      let now = Timestamp(nanoseconds: Int64(random.next(below: 1 << 62)))
      let status = SessionCalendar.standard.status(of: home, at: now)
      let ahead = UInt64(status.nextEdge.nanoseconds - now.nanoseconds)
      var later = SessionCalendar.standard.status(
        of: home, at: now.adding(nanoseconds: Int64(random.next(below: ahead))))
      later.at = status.at
      later.openSessions = status.openSessions
      #expect(later == status, "seed 5, \(now)")
      let last = SessionCalendar.standard.status(
        of: home, at: status.nextEdge.adding(nanoseconds: -1))
      #expect(last.nextEdge == status.nextEdge, "seed 5, \(now)")
    }
  }

  @Test func `lists the same open sessions as the wall clock`() {
    var random = SplitMix64(seed: 6)
    for _ in 0..<3_000 {
      let minute = Int64(random.next(below: 120_000_000))
      let clock = WallClock(minute: minute)
      let status = SessionCalendar.standard.status(
        of: .london, at: Timestamp.zero.adding(minutes: minute))
      #expect(status.openSessions == clock.openSessions, "seed 6, \(status.at)")
    }
  }
}

import Market
import Testing

/// When and what a venue tells of its account.
@Suite struct `A venue reports its account` {
  @Test(arguments: VenueKind.allCases)
  func `when it starts, and nothing before the first quote`(kind: VenueKind) throws {
    let venue = try kind.open()
    try venue.pass(milliseconds: 60_000)
    #expect(try venue.reports() == [])
    try venue.quote(bid: 1_100_000, ask: 1_100_020)
    #expect(try venue.reports() == [venue.start])
  }

  @Test(arguments: VenueKind.allCases)
  func `after every fill, with NAV at the price of a close`(kind: VenueKind) throws {
    let venue = try kind.open()
    try venue.quote(bid: 1_100_000, ask: 1_100_020)
    try venue.send(VenueWish(units: 10_000))
    try venue.pass(milliseconds: 250)
    // Margin: 10,000 × 1.10001 × 0.02 = 220.002; the spread costs 10,000 × 0.00002.
    #expect(
      try venue.reports().last
        == .account(
          cause: "fill", balance: 10_000_000_000, nav: 9_999_800_000, used: 220_002_000,
          available: 9_779_798_000))
    try venue.quote(bid: 1_099_000, ask: 1_099_020)
    try venue.send(VenueWish(units: -10_000, reducesOnly: true))
    try venue.pass(milliseconds: 250)
    #expect(
      try venue.reports().last
        == .account(
          cause: "fill", balance: 9_989_800_000, nav: 9_989_800_000, used: 0,
          available: 9_989_800_000))
  }

  @Test(arguments: VenueKind.allCases)
  func `every 15 s while the value of an open position moves`(kind: VenueKind) throws {
    let venue = try kind.open()
    try venue.quote(bid: 1_100_000, ask: 1_100_020)
    try venue.send(VenueWish(units: 10_000))
    try venue.pass(milliseconds: 250)
    try venue.quote(bid: 1_100_010, ask: 1_100_030)
    try venue.pass(milliseconds: 14_999)
    #expect(try venue.reports().causes == ["start", "fill"])
    try venue.pass(milliseconds: 1)
    #expect(try venue.reports().causes == ["start", "fill", "moved"])
    // It did not move again.
    try venue.pass(milliseconds: 30_000)
    #expect(try venue.reports().causes == ["start", "fill", "moved"])
    try venue.quote(bid: 1_100_020, ask: 1_100_040)
    try venue.pass(milliseconds: 15_000)
    #expect(try venue.reports().causes == ["start", "fill", "moved", "moved"])
    try venue.send(VenueWish(units: -10_000, reducesOnly: true))
    try venue.pass(milliseconds: 250)
    try venue.quote(bid: 1_100_200, ask: 1_100_220)
    try venue.pass(milliseconds: 60_000)
    #expect(try venue.reports().causes.suffix(1) == ["fill"])
  }

  @Test(arguments: VenueKind.allCases)
  func `at the start of each trading day, 17:00 New York`(kind: VenueKind) throws {
    let venue = try kind.open()
    try venue.quote(bid: 1_100_000, ask: 1_100_020)
    // 22:00 UTC in winter.
    let fivePM = Timestamp(nanoseconds: 1_768_428_000 * nanosecondsPerSecond)
    try venue.pass(to: fivePM.adding(nanoseconds: -1))
    #expect(try venue.reports().causes == ["start"])
    try venue.pass(to: fivePM)
    #expect(try venue.reports().causes == ["start", "day"])
    try venue.pass(to: fivePM.adding(nanoseconds: 86_400 * nanosecondsPerSecond))
    #expect(try venue.reports().causes == ["start", "day", "day"])
  }

  @Test(arguments: VenueKind.allCases)
  func `where two fills of one instant add up`(kind: VenueKind) throws {
    let venue = try kind.open { $0.latencyMilliseconds = 0 }
    try venue.quote(bid: 1_100_000, ask: 1_100_020)
    try venue.send(VenueWish(units: 10_000))
    try venue.quote(bid: 1_101_020, ask: 1_101_040)
    try venue.send(VenueWish(units: -4_000, reducesOnly: true))
    try venue.send(VenueWish(units: -6_000, reducesOnly: true))
    guard case .account(_, let balance, _, _, _)? = try venue.reports().last else {
      Issue.record("an account is reported after a fill")
      return
    }
    #expect(balance == 10_010_000_000)
  }
}

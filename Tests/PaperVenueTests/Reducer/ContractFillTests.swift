import Market
import Testing

/// What every venue must do with an order.
@Suite struct `A venue fills` {
  @Test(arguments: VenueKind.allCases)
  func `a buy at the ask and a sale at the bid, after the latency`(kind: VenueKind) throws {
    let venue = try kind.open()
    try venue.quote(bid: 1_100_000, ask: 1_100_020)
    try venue.send(VenueWish(units: 1_000))
    try venue.pass(milliseconds: 249)
    #expect(try venue.reports().fills == [])
    try venue.pass(milliseconds: 1)
    #expect(
      try venue.reports().fills == [
        .filled(1, units: 1_000, at: 1_100_020, reason: "market_order")
      ])
    try venue.send(VenueWish(units: -400, reducesOnly: true))
    try venue.pass(milliseconds: 250)
    #expect(
      try venue.reports().fills.last
        == .filled(2, units: -400, at: 1_100_000, reason: "market_order"))
  }

  @Test(arguments: VenueKind.allCases)
  func `at the quote in force when the order is due, not when it was sent`(kind: VenueKind) throws {
    let venue = try kind.open()
    try venue.quote(bid: 1_100_000, ask: 1_100_020)
    try venue.send(VenueWish(units: 1_000))
    try venue.pass(milliseconds: 100)
    try venue.quote(bid: 1_100_100, ask: 1_100_120)
    try venue.pass(milliseconds: 150)
    #expect(
      try venue.reports().fills == [
        .filled(1, units: 1_000, at: 1_100_120, reason: "market_order")
      ])
  }

  @Test(arguments: VenueKind.allCases)
  func `worse by the slippage, rounded against us`(kind: VenueKind) throws {
    let venue = try kind.open { $0.slippageBasisPoints = 0.2 }
    try venue.quote(bid: 1_100_000, ask: 1_100_020)
    try venue.send(VenueWish(units: 1_000))
    try venue.send(VenueWish(units: -1_000, reducesOnly: true))
    try venue.pass(milliseconds: 250)
    // 0.2 bps of 1.1 are 0.000022: 1.1000420004 up to 1.10005, 1.099978 down to 1.09997.
    #expect(
      try venue.reports().fills == [
        .filled(1, units: 1_000, at: 1_100_050, reason: "market_order"),
        .filled(2, units: -1_000, at: 1_099_970, reason: "market_order"),
      ])
  }

  @Test(arguments: VenueKind.allCases)
  func `two orders that are due together together`(kind: VenueKind) throws {
    let venue = try kind.open()
    try venue.quote(bid: 1_100_000, ask: 1_100_020)
    try venue.send(VenueWish(units: 1_000))
    try venue.send(VenueWish(units: 2_000))
    try venue.pass(milliseconds: 250)
    #expect(
      try venue.reports().fills == [
        .filled(1, units: 1_000, at: 1_100_020, reason: "market_order"),
        .filled(2, units: 2_000, at: 1_100_020, reason: "market_order"),
      ])
  }

  @Test(arguments: VenueKind.allCases)
  func `within its bound, and cancels beyond it`(kind: VenueKind) throws {
    let venue = try kind.open()
    try venue.quote(bid: 1_100_000, ask: 1_100_020)
    try venue.send(VenueWish(units: 1_000, bound: 1_100_570))
    try venue.send(VenueWish(units: 1_000, bound: 1_100_560))
    try venue.send(VenueWish(units: -1_000, bound: 1_100_560))
    try venue.quote(bid: 1_100_550, ask: 1_100_570)
    try venue.pass(milliseconds: 250)
    #expect(
      try venue.reports().fills == [
        .filled(1, units: 1_000, at: 1_100_570, reason: "market_order")
      ])
    #expect(
      try venue.reports().cancels == [
        .canceled(2, "BOUNDS_VIOLATION"), .canceled(3, "BOUNDS_VIOLATION"),
      ])
  }

  @Test(arguments: VenueKind.allCases)
  func `only what the margin carries`(kind: VenueKind) throws {
    let venue = try kind.open { $0.balance.micros = 100_000_000 }
    try venue.quote(bid: 1_000_000, ask: 1_000_000)
    // 0.02 × 5,001 is 100.02.
    try venue.send(VenueWish(units: 5_001))
    try venue.send(VenueWish(units: 5_000))
    try venue.pass(milliseconds: 250)
    #expect(try venue.reports().cancels == [.canceled(1, "INSUFFICIENT_MARGIN")])
    #expect(
      try venue.reports().fills == [
        .filled(2, units: 5_000, at: 1_000_000, reason: "market_order")
      ])
    // A reduction needs none.
    try venue.send(VenueWish(units: -5_000, reducesOnly: true))
    try venue.pass(milliseconds: 250)
    #expect(try venue.reports().fills.count == 2)
  }

  @Test(arguments: VenueKind.allCases)
  func `a reduction up to flat and never beyond`(kind: VenueKind) throws {
    let venue = try kind.open()
    try venue.quote(bid: 1_100_000, ask: 1_100_020)
    try venue.send(VenueWish(units: 1_000))
    try venue.pass(milliseconds: 250)
    try venue.send(VenueWish(units: -1_500, reducesOnly: true))
    try venue.send(VenueWish(units: -100, reducesOnly: true))
    try venue.pass(milliseconds: 250)
    #expect(
      try venue.reports().fills.last
        == .filled(2, units: -1_000, at: 1_100_000, reason: "market_order"))
    #expect(try venue.reports().cancels == [.canceled(3, "NO_POSITION")])
    // One on the side of the position is none either.
    try venue.send(VenueWish(units: 1_000))
    try venue.pass(milliseconds: 250)
    try venue.send(VenueWish(units: 100, reducesOnly: true))
    try venue.pass(milliseconds: 250)
    #expect(try venue.reports().cancels.last == .canceled(5, "NO_POSITION"))
  }

  @Test(arguments: VenueKind.allCases)
  func `nothing in a dry run`(kind: VenueKind) throws {
    let venue = try kind.open { $0.isDryRun = true }
    try venue.quote(bid: 1_100_000, ask: 1_100_020)
    try venue.send(VenueWish(units: 1_000))
    try venue.pass(milliseconds: 60_000)
    #expect(try venue.reports().filter { $0 != venue.start } == [.notSent(1)])
  }
}

extension VenueUnderTest {
  /// The report with which an account of 10,000 begins.
  var start: VenueReport {
    .account(
      cause: "start", balance: 10_000_000_000, nav: 10_000_000_000, used: 0,
      available: 10_000_000_000)
  }
}

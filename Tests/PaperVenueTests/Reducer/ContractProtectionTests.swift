import Testing

/// The stop and the take that a venue keeps with each lot.
@Suite struct `A venue keeps protective prices` {
  private static func opened(_ kind: VenueKind, _ wishes: VenueWish...) throws -> any VenueUnderTest
  {
    let venue = try kind.open()
    try venue.quote(bid: 1_100_000, ask: 1_100_020)
    for wish in wishes {
      try venue.send(wish)
      try venue.pass(milliseconds: 250)
    }
    return venue
  }

  private static func fired(_ units: Int64, _ price: Int64, _ reason: String) -> VenueReport {
    .filled(nil, units: units, at: price, reason: reason)
  }

  @Test(arguments: VenueKind.allCases)
  func `and watches a long at the bid`(kind: VenueKind) throws {
    let venue = try Self.opened(kind, VenueWish(units: 1_000, stop: 1_095_000, take: 1_105_000))
    try venue.quote(bid: 1_095_010, ask: 1_095_010)
    try venue.quote(bid: 1_104_990, ask: 1_105_010)
    #expect(try venue.reports().fills.count == 1)
    try venue.quote(bid: 1_095_000, ask: 1_095_020)
    #expect(try venue.reports().fills.last == Self.fired(-1_000, 1_095_000, "stop_loss"))
  }

  @Test(arguments: VenueKind.allCases)
  func `and watches a short at the ask`(kind: VenueKind) throws {
    let venue = try Self.opened(kind, VenueWish(units: -1_000, stop: 1_105_000, take: 1_095_000))
    try venue.quote(bid: 1_104_970, ask: 1_104_990)
    try venue.quote(bid: 1_094_990, ask: 1_095_010)
    #expect(try venue.reports().fills.count == 1)
    try venue.quote(bid: 1_094_980, ask: 1_095_000)
    #expect(try venue.reports().fills.last == Self.fired(1_000, 1_095_000, "take_profit"))
  }

  @Test(arguments: VenueKind.allCases)
  func `and fills a gap at the price found`(kind: VenueKind) throws {
    let venue = try Self.opened(kind, VenueWish(units: 1_000, stop: 1_095_000))
    try venue.quote(bid: 1_080_000, ask: 1_080_020)
    #expect(try venue.reports().fills.last == Self.fired(-1_000, 1_080_000, "stop_loss"))
  }

  @Test(arguments: VenueKind.allCases)
  func `and in a bar counts the stop before the take`(kind: VenueKind) throws {
    let venue = try Self.opened(kind, VenueWish(units: 1_000, stop: 1_095_000, take: 1_105_000))
    try venue.pass(milliseconds: 120_000)
    try venue.bar(open: 1_100_000, high: 1_110_000, low: 1_090_000, close: 1_100_000)
    #expect(try venue.reports().fills.last == Self.fired(-1_000, 1_095_000, "stop_loss"))
  }

  @Test(arguments: VenueKind.allCases)
  func `and in a bar that opened beyond the stop fills at the open`(kind: VenueKind) throws {
    let venue = try Self.opened(kind, VenueWish(units: 1_000, stop: 1_095_000))
    try venue.pass(milliseconds: 120_000)
    try venue.bar(open: 1_094_010, high: 1_096_000, low: 1_090_000, close: 1_096_000)
    // The bar is of the mid: the bid is half the spread of 0.00002 below it.
    #expect(try venue.reports().fills.last == Self.fired(-1_000, 1_094_000, "stop_loss"))
  }

  @Test(arguments: VenueKind.allCases)
  func `and in one bar closes every lot that it reaches`(kind: VenueKind) throws {
    let venue = try Self.opened(
      kind, VenueWish(units: 1_000, stop: 1_095_000), VenueWish(units: 2_000, stop: 1_094_000),
      VenueWish(units: 4_000, stop: 1_080_000))
    try venue.pass(milliseconds: 120_000)
    try venue.bar(open: 1_100_000, high: 1_100_000, low: 1_090_000, close: 1_100_000)
    #expect(
      try venue.reports().fills.suffix(2) == [
        Self.fired(-1_000, 1_095_000, "stop_loss"), Self.fired(-2_000, 1_094_000, "stop_loss"),
      ])
    guard case .account(_, let balance, let nav, _, _)? = try venue.reports().accounts.last else {
      Issue.record("an account is reported after a fill")
      return
    }
    // Bought at 1.10002: 1,000 × 0.00502 and 2,000 × 0.00602 are lost, 4,000 × 0.00002 are open.
    #expect(balance == 10_000_000_000 - 5_020_000 - 12_040_000)
    #expect(nav == balance - 80_000)
  }

  @Test(arguments: VenueKind.allCases)
  func `and at one quote closes every lot that it reaches`(kind: VenueKind) throws {
    let venue = try Self.opened(
      kind, VenueWish(units: 1_000, stop: 1_095_000), VenueWish(units: 2_000, stop: 1_094_000),
      VenueWish(units: 4_000, stop: 1_080_000))
    try venue.quote(bid: 1_090_000, ask: 1_090_020)
    #expect(
      try venue.reports().fills.suffix(2) == [
        Self.fired(-1_000, 1_090_000, "stop_loss"), Self.fired(-2_000, 1_090_000, "stop_loss"),
      ])
  }

  @Test(arguments: VenueKind.allCases)
  func `of the units that are left, whichever lot goes first`(kind: VenueKind) throws {
    // The stop of the younger lot is nearer: the oldest lot's units go, its stop stays with the rest.
    let venue = try Self.opened(
      kind, VenueWish(units: 1_000, stop: 1_080_000), VenueWish(units: 1_000, stop: 1_095_000))
    try venue.quote(bid: 1_095_000, ask: 1_095_020)
    #expect(try venue.reports().fills.last == Self.fired(-1_000, 1_095_000, "stop_loss"))
    try venue.quote(bid: 1_080_010, ask: 1_080_030)
    #expect(try venue.reports().fills.count == 3)
    try venue.quote(bid: 1_080_000, ask: 1_080_020)
    #expect(try venue.reports().fills.last == Self.fired(-1_000, 1_080_000, "stop_loss"))
  }

  @Test(arguments: VenueKind.allCases)
  func `until the lot is closed`(kind: VenueKind) throws {
    let venue = try Self.opened(
      kind, VenueWish(units: 1_000, stop: 1_095_000), VenueWish(units: -1_000, reducesOnly: true))
    try venue.quote(bid: 1_090_000, ask: 1_090_020)
    #expect(try venue.reports().fills.count == 2)
  }
}

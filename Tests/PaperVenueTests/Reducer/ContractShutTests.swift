import Market
import Testing

/// What a venue does while nothing can be filled.
@Suite struct `A venue that can not fill` {
  /// 2026-01-14, 16:54 New York: the market rests from 16:55 to 17:05.
  private static let evening = Timestamp(nanoseconds: 1_768_427_640_000_000_000)

  private static func opened(
    _ kind: VenueKind, at start: Timestamp = evening,
    _ change: (inout VenueTerms) -> Void = { _ in }
  ) throws -> any VenueUnderTest {
    let venue = try kind.open {
      $0.start = start
      change(&$0)
    }
    try venue.quote(bid: 1_100_000, ask: 1_100_020)
    try venue.send(VenueWish(units: 1_000))
    try venue.pass(milliseconds: 250)
    return venue
  }

  @Test(arguments: VenueKind.allCases)
  func `because the market is shut cancels an increase and keeps a reduction for the next quote`(
    kind: VenueKind
  ) throws {
    let venue = try Self.opened(kind)
    try venue.pass(milliseconds: 70_000)
    try venue.send(VenueWish(units: -500, reducesOnly: true))
    try venue.send(VenueWish(units: 2_000))
    try venue.send(VenueWish(units: -500, reducesOnly: true))
    try venue.pass(milliseconds: 250)
    #expect(try venue.reports().cancels == [.canceled(3, "MARKET_HALTED")])
    #expect(try venue.reports().suffix(3).contains(.accepted(4)))
    #expect(try venue.reports().contains(.accepted(2)))
    // A quote while it is shut fills nothing, one behind fills both.
    try venue.quote(bid: 1_100_000, ask: 1_100_020)
    #expect(try venue.reports().fills.count == 1)
    try venue.pass(milliseconds: 600_000)
    #expect(try venue.reports().fills.count == 1)
    try venue.quote(bid: 1_099_000, ask: 1_099_020)
    #expect(
      try venue.reports().fills.suffix(2) == [
        .filled(2, units: -500, at: 1_099_000, reason: "market_order"),
        .filled(4, units: -500, at: 1_099_000, reason: "market_order"),
      ])
  }

  @Test(arguments: VenueKind.allCases)
  func `does not forget an increase behind a reduction that waits`(kind: VenueKind) throws {
    let venue = try Self.opened(kind)
    try venue.pass(milliseconds: 70_000)
    try venue.send(VenueWish(units: -500, reducesOnly: true))
    try venue.pass(milliseconds: 100)
    try venue.send(VenueWish(units: 2_000))
    try venue.pass(milliseconds: 400)
    // Left lying, it would be filled when the market opens, whatever the price is then.
    #expect(try venue.reports().cancels == [.canceled(3, "MARKET_HALTED")])
  }

  @Test(arguments: VenueKind.allCases)
  func `because the quote is stale does the same`(kind: VenueKind) throws {
    let venue = try Self.opened(kind, at: VenueTerms().start)
    try venue.pass(milliseconds: 299_751)
    try venue.send(VenueWish(units: 2_000))
    try venue.send(VenueWish(units: -500, reducesOnly: true))
    try venue.pass(milliseconds: 250)
    #expect(try venue.reports().cancels == [.canceled(2, "QUOTE_STALE")])
    #expect(try venue.reports().fills.count == 1)
    try venue.quote(bid: 1_098_000, ask: 1_098_020)
    #expect(
      try venue.reports().fills.last
        == .filled(3, units: -500, at: 1_098_000, reason: "market_order"))
  }

  @Test(arguments: VenueKind.allCases)
  func `keeps stops for the first quote of an open market`(kind: VenueKind) throws {
    let venue = try kind.open { $0.start = Self.evening }
    try venue.quote(bid: 1_100_000, ask: 1_100_020)
    try venue.send(VenueWish(units: 1_000, stop: 1_095_000))
    try venue.pass(milliseconds: 250)
    try venue.pass(milliseconds: 70_000)
    try venue.quote(bid: 1_090_000, ask: 1_090_020)
    #expect(try venue.reports().fills.count == 1)
    try venue.pass(milliseconds: 600_000)
    try venue.quote(bid: 1_091_000, ask: 1_091_020)
    #expect(
      try venue.reports().fills.last
        == .filled(nil, units: -1_000, at: 1_091_000, reason: "stop_loss"))
  }
}

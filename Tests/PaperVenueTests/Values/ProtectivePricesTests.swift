import Market
import PaperVenue
import Testing

@Suite struct `A lot's stop and take` {
  private let long = ProtectivePrices(
    lot: 7, isLong: true, stop: Price(micros: 1_000_000), take: Price(micros: 1_020_000))
  private let short = ProtectivePrices(
    lot: 8, isLong: false, stop: Price(micros: 1_020_000), take: Price(micros: 1_000_000))

  @Test(arguments: [
    (1_000_010, nil, 0), (1_000_000, ProtectiveKind.stop, 1_000_000),
    // Over the weekend: the price found, not the stop.
    (950_000, .stop, 950_000), (1_019_990, nil, 0), (1_020_000, .take, 1_020_000),
    (1_050_000, .take, 1_050_000),
  ])
  func `watch the bid of a long and fill at the price found`(
    bid: Int64, kind: ProtectiveKind?, found: Int64
  ) {
    let trigger = long.trigger(bid: Price(micros: bid), ask: Price(micros: bid + 80))
    #expect(trigger?.kind == kind)
    #expect(trigger?.price.micros ?? 0 == found)
    #expect(trigger?.lot ?? 7 == 7)
  }

  @Test(arguments: [
    (1_019_990, nil, 0), (1_020_000, ProtectiveKind.stop, 1_020_000), (1_070_000, .stop, 1_070_000),
    (1_000_010, nil, 0), (1_000_000, .take, 1_000_000), (980_000, .take, 980_000),
  ])
  func `watch the ask of a short and fill at the price found`(
    ask: Int64, kind: ProtectiveKind?, found: Int64
  ) {
    let trigger = short.trigger(bid: Price(micros: ask - 80), ask: Price(micros: ask))
    #expect(trigger?.kind == kind)
    #expect(trigger?.price.micros ?? 0 == found)
    #expect(trigger?.lot ?? 8 == 8)
  }

  @Test(arguments: [
    // Neither reached.
    (1_010_000, 1_019_990, 1_000_010, nil, 0),
    // Reached within the bar: at the price itself.
    (1_010_000, 1_011_000, 999_000, ProtectiveKind.stop, 1_000_000),
    (1_010_000, 1_025_000, 1_009_000, .take, 1_020_000),
    // Both: the stop.
    (1_010_000, 1_025_000, 999_000, .stop, 1_000_000),
    // Opened beyond: at the open.
    (990_000, 1_011_000, 980_000, .stop, 990_000),
    (1_030_000, 1_040_000, 1_010_000, .take, 1_030_000),
  ])
  func `count a bar's low and high for a long, the stop before the take`(
    open: Int64, high: Int64, low: Int64, kind: ProtectiveKind?, found: Int64
  ) {
    let trigger = long.trigger(bid: range(open, high, low), ask: range(1, 2_000_000, 1))
    #expect(trigger?.kind == kind)
    #expect(trigger?.price.micros ?? 0 == found)
  }

  @Test(arguments: [
    (1_010_000, 1_019_990, 1_000_010, nil, 0),
    (1_010_000, 1_021_000, 1_009_000, ProtectiveKind.stop, 1_020_000),
    (1_010_000, 1_011_000, 999_000, .take, 1_000_000),
    (1_010_000, 1_025_000, 999_000, .stop, 1_020_000),
    (1_030_000, 1_040_000, 1_010_000, .stop, 1_030_000),
    (990_000, 1_011_000, 980_000, .take, 990_000),
  ])
  func `count a bar's low and high for a short, the stop before the take`(
    open: Int64, high: Int64, low: Int64, kind: ProtectiveKind?, found: Int64
  ) {
    let trigger = short.trigger(bid: range(1, 2_000_000, 1), ask: range(open, high, low))
    #expect(trigger?.kind == kind)
    #expect(trigger?.price.micros ?? 0 == found)
  }

  @Test func `that are missing are never reached`() {
    let bare = ProtectivePrices(lot: 1, isLong: true, stop: nil, take: nil)
    #expect(bare.trigger(bid: Price(micros: 1), ask: Price(micros: 1)) == nil)
    #expect(bare.trigger(bid: range(1, 9, 1), ask: range(1, 9, 1)) == nil)
  }

  private func range(_ open: Int64, _ high: Int64, _ low: Int64) -> PriceRange {
    PriceRange(open: Price(micros: open), high: Price(micros: high), low: Price(micros: low))
  }
}

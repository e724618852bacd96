import Market
import Numerics
import PaperVenue
import Testing

@Suite struct `The price of a fill` {
  private let bid = Price(micros: 1_164_080)
  private let ask = Price(micros: 1_164_160)
  private let five = PriceUnits(digits: 5)
  private let three = PriceUnits(digits: 3)

  @Test func `is the ask for a buy and the bid for a sell`() throws {
    #expect(try price(1_000) == ask)
    #expect(try price(-1_000) == bid)
  }

  /// 0.2 bps of 1.16416 is 0.0000233: 1.1641833 goes up to 1.16419, 1.1640567 down to 1.16405.
  @Test(arguments: [
    (1_000, 200_000, 1_164_190), (-1_000, 200_000, 1_164_050),
    // 5 bps: 1.164742 up, 1.163498 down.
    (1_000, 5_000_000, 1_164_750), (-1_000, 5_000_000, 1_163_490),
    // The least slippage there is still costs a point.
    (1_000, 1, 1_164_170), (-1_000, 1, 1_164_070),
  ])
  func `is worse by the slippage and rounded against us`(
    order: Int64, slippage: Int64, found: Int64
  ) throws {
    let slippage = try #require(Slippage(microBasisPoints: slippage))
    #expect(try price(order, slippage)?.micros == found)
  }

  @Test func `lies on the instrument's digits`() throws {
    let slippage = try #require(Slippage(basisPoints: 0.2))
    // 150.234 × 1.00002 = 150.23700468 goes up to 150.238; sold, 150.23099532 down to 150.230.
    #expect(
      try FillPrice.worsened(
        Price(micros: 150_234_000), buying: true, slippage: slippage, steps: three
      ).micros == 150_238_000)
    #expect(
      try FillPrice.worsened(
        Price(micros: 150_234_000), buying: false, slippage: slippage, steps: three
      ).micros == 150_230_000)
    // A quote made of a candle's mid may lie between two points.
    let between = Price(micros: 1_164_165)
    #expect(
      try FillPrice.worsened(between, buying: true, slippage: .none, steps: five).micros
        == 1_164_170)
    #expect(
      try FillPrice.worsened(between, buying: false, slippage: .none, steps: five).micros
        == 1_164_160)
  }

  @Test(arguments: [
    (1_000, 1_164_160, true), (1_000, 1_164_150, false), (1_000, 1_164_740, true),
    (-1_000, 1_164_080, true), (-1_000, 1_164_090, false), (-1_000, 1_163_500, true),
  ])
  func `is never beyond the order's bound`(order: Int64, bound: Int64, trades: Bool) throws {
    let found = try FillPrice.of(
      order: order, bid: bid, ask: ask, slippage: .none, steps: five,
      bound: Price(micros: bound))
    let price = order > 0 ? ask : bid
    #expect(found == (trades ? .trades(price) : .beyondBound(price)))
    #expect(FillPrice.boundsViolation == "BOUNDS_VIOLATION")
  }

  @Test func `counts the slippage before the bound`() throws {
    let slippage = try #require(Slippage(basisPoints: 5))
    let bound = Price(micros: 1_164_740)
    #expect(
      try FillPrice.of(
        order: 1, bid: bid, ask: ask, slippage: slippage, steps: five, bound: bound)
        == .beyondBound(Price(micros: 1_164_750)))
  }

  @Test func `is refused where there is none`() throws {
    #expect(throws: VenueValueFault.badUnits) { try price(0) }
    let most = try #require(Slippage(microBasisPoints: Slippage.most))
    #expect(throws: VenueValueFault.badPrice) {
      try FillPrice.worsened(Price(micros: 0), buying: true, slippage: .none, steps: five)
    }
    #expect(throws: VenueValueFault.badPrice) {
      try FillPrice.worsened(Price(micros: 10), buying: false, slippage: most, steps: five)
    }
    #expect(throws: VenueValueFault.overflow) {
      try FillPrice.worsened(Price(micros: .max), buying: true, slippage: most, steps: five)
    }
  }

  @Test(arguments: [
    (0, 0), (0.2, 200_000), (5, 5_000_000), (0.000_000_5, 1), (0.000_000_4, 0),
    (1_000, 1_000_000_000), (0.1 + 0.2, 300_000),
  ])
  func `takes a slippage to the nearest millionth of a basis point`(
    basisPoints: Double, micros: Int64
  ) {
    #expect(Slippage(basisPoints: basisPoints)?.microBasisPoints == micros)
  }

  @Test(arguments: [-0.1, 1_000.1, .nan, .infinity, -.infinity])
  func `takes no slippage outside its range`(basisPoints: Double) {
    #expect(Slippage(basisPoints: basisPoints) == nil)
    #expect(Slippage(microBasisPoints: -1) == nil)
    #expect(Slippage(microBasisPoints: Slippage.most + 1) == nil)
  }

  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func `is the nearest point that is not better than the exact price`(seed: UInt64) throws {
    print("Price of a fill: seed \(seed)")
    var random = SplitMix64(seed: seed)
    for _ in 0..<1_000 {
      let micros = Int64(random.next(below: 200_000_000)) + 10_000
      let share = Int64(random.next(below: 10_000_001))
      let slippage = try #require(Slippage(microBasisPoints: share))
      let steps = random.next(below: 2) == 0 ? five : three
      let ten = Int128(10_000_000_000)
      for buying in [true, false] {
        let found = try FillPrice.worsened(
          Price(micros: micros), buying: buying, slippage: slippage, steps: steps
        ).micros
        let exact = Int128(micros) * (ten + Int128(buying ? share : -share))
        let loss = (Int128(found) * ten - exact) * (buying ? 1 : -1)
        #expect(found % steps.point == 0, "seed \(seed)")
        #expect(loss >= 0 && loss < Int128(steps.point) * ten, "seed \(seed): \(micros) \(share)")
      }
    }
  }

  private func price(_ order: Int64, _ slippage: Slippage = .none) throws -> Price? {
    let found = try FillPrice.of(
      order: order, bid: bid, ask: ask, slippage: slippage, steps: five, bound: nil)
    guard case .trades(let price) = found else { return nil }
    return price
  }
}

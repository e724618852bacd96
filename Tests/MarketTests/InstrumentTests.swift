import Market
import Numerics
import Testing

@Suite struct `An instrument` {
  private let majors = ["EUR", "GBP", "AUD", "NZD", "USD", "CAD", "CHF", "JPY"]

  @Test func `is known when it is one of the 28 pairs of the eight majors`() {
    let pairs = majors.flatMap { base in majors.map { "\(base)_\($0)" } }
    let known = pairs.filter { Instrument.known($0) != nil }
    #expect(known.count == 28)
    #expect(Instrument.defaultOrder.allSatisfy(known.contains))
  }

  @Test(arguments: ["EUR_USD", "GBP_AUD", "AUD_NZD", "NZD_CAD", "USD_CHF", "CAD_CHF", "CHF_JPY"])
  func `is named base first, as desks quote it`(name: String) {
    let turned = name.split(separator: "_").reversed().joined(separator: "_")
    #expect(Instrument.known(name)?.name == name)
    #expect(Instrument.known(turned) == nil)
  }

  @Test(arguments: [
    "", "_", "EUR", "EURUSD", "EUR_EUR", "EUR_SEK", "XAU_USD", "eur_usd", "EUR/USD", " EUR_USD",
    "EUR_USD_", "_EUR_USD", "EUR__USD", "EUR_USD_JPY", "ЕUR_USD",
  ])
  func `is unknown under any other name`(name: String) {
    #expect(Instrument.known(name) == nil)
  }

  @Test(arguments: ["USD_JPY", "EUR_JPY", "CHF_JPY"])
  func `has three digits against the yen`(name: String) throws {
    let instrument = try #require(Instrument.known(name))
    #expect(instrument.digits == 3)
    #expect(instrument.units.point == 1_000)
    #expect(instrument.units.deciPoint == 100)
  }

  @Test(arguments: ["EUR_USD", "USD_CHF", "AUD_NZD"])
  func `has five digits against any other currency`(name: String) throws {
    let instrument = try #require(Instrument.known(name))
    #expect(instrument.digits == 5)
    #expect(instrument.units.point == 10)
    #expect(instrument.units.deciPoint == 1)
  }

  @Test(arguments: [
    (0, 100_000), (1, 100_000), (3, 1_000), (4, 100), (5, 10), (6, 10), (255, 10),
  ])
  func `counts prices in points of its last digit, of which a pip has ten`(
    digits: Int, point: Int64
  ) {
    let units = PriceUnits(digits: digits)
    #expect(units.point == point)
    #expect(units.deciPoint == point / 10)
    #expect(units.pip == point * 10)
  }
}

@Suite struct `The order of instruments` {
  @Test func `is the default order first, then by name`() {
    let shuffled = ["CHF_JPY", "USD_CHF", "AUD_CAD", "EUR_JPY", "EUR_USD", "GBP_USD", "USD_JPY"]
    #expect(
      shuffled.sorted(by: Instrument.precedes) == [
        "EUR_USD", "USD_JPY", "GBP_USD", "EUR_JPY", "USD_CHF", "AUD_CAD", "CHF_JPY",
      ])
  }

  @Test func `is total, so that sorting has one answer`() {
    let names = Instrument.defaultOrder + ["AUD_CAD", "CHF_JPY", "GBP_CHF", "NZD_CAD"]
    for (place, left) in names.enumerated() {
      for (other, right) in names.enumerated() {
        #expect(Instrument.precedes(left, right) == (place < other), "\(left) and \(right)")
      }
    }
  }
}

@Suite struct `Units of a price` {
  @Test(arguments: 1...5)
  func `tell whole points without a division`(digits: Int) {
    let units = PriceUnits(digits: digits)
    var random = SplitMix64(seed: UInt64(digits))
    for _ in 0..<20_000 {
      let micros = Int64(random.next() >> (1 + random.next(below: 63)))
      for price in [micros, micros / units.point * units.point] where price > 0 {
        let expected = price % units.point == 0 ? price / units.point : nil
        #expect(units.points(in: price) == expected, "\(price) of \(digits) digits")
      }
    }
    #expect(units.points(in: units.point) == 1)
    #expect(units.points(in: .max / units.point * units.point) == .max / units.point)
  }
}

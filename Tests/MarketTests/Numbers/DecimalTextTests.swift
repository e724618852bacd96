import Market
import Numerics
import TestSupport
import Testing

@Suite struct `A decimal text` {
  @Test func `is the count of the vectors, or refused`() throws {
    try Vectors.forEachCase(in: "trading/data.json", kind: "decimal") { vector, _ in
      let input = vector["input"]
      let count = decimalCount(
        try input["text"].text(), places: Int(try input["scale"].integer()),
        rounding: try input["exact"].flag() ? .refused : .halfAwayFromZero)
      let expected = vector["expect"]
      #expect(count == (expected.isNull ? nil : try expected.integer()), "\(input)")
    }
  }

  @Test(arguments: [
    ("999999999999.999999", 999_999_999_999_999_999), ("-0", 0), ("000000000001", 1_000_000),
    ("0.00000050000000000000", 1), ("0.0000004", 0), ("-0.9999995", -1_000_000),
    ("1.2345678901234567890", 1_234_568),
  ])
  func `is read to its bounds`(text: String, micros: Int64) {
    #expect(decimalCount(text, places: 6, rounding: .halfAwayFromZero) == micros)
  }

  @Test(arguments: [
    "1.123456789012345678901", "1234567890123", "--1", "1.-5", "1..5", "1.5.", "1.5 ", "１",
    "0x1", "1_000", "1.e5", "-.5", "Infinity",
  ])
  func `is nothing else`(text: String) {
    #expect(decimalCount(text, places: 6, rounding: .halfAwayFromZero) == nil)
  }

  @Test(arguments: 0..<10 as Range<UInt64>)
  func `gives back the count it was written from`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<200 {
      let places = Int(random.next(below: 7))
      let count =
        Int64(random.next(below: 1_000_000_000_000)) * (random.next(below: 2) == 0 ? 1 : -1)
      let text = decimal(count, places: places)
      #expect(decimalCount(text, places: places, rounding: .refused) == count, "seed \(seed)")
      #expect(
        decimalCount(utf8: Array(text.utf8), places: places, rounding: .refused) == count,
        "seed \(seed)")
    }
  }
}

@Suite struct `A price as text` {
  @Test func `has the digits of the vectors`() throws {
    try Vectors.forEachCase(in: "trading/data.json", kind: "price_text") { vector, _ in
      let input = vector["input"]
      let price = Price(micros: try input["units_1e5"].integer() * 10)
      #expect(
        price.text(digits: Int(try input["precision"].integer())) == (try vector["expect"].text()),
        "\(input)")
    }
  }

  @Test func `rounds a half away from zero on both sides`() {
    #expect(Price(micros: 500).text(digits: 3) == "0.001")
    #expect(Price(micros: -500).text(digits: 3) == "-0.001")
    #expect(Price(micros: -499).text(digits: 3) == "0.000")
    #expect(Price(micros: .min).text(digits: 6) == "-9223372036854.775808")
  }
}

@Suite struct `The net units of a position` {
  @Test func `are those of the vectors`() throws {
    try Vectors.forEachCase(in: "trading/data.json", kind: "net_units") { vector, _ in
      func side(_ name: String) throws -> String? {
        let units = vector["input"][name]["units"]
        return units.isNull ? nil : try units.text()
      }
      let net = netUnits(long: try side("long"), short: try side("short"))
      let expected = vector["expect"]
      #expect(net == (expected.isNull ? nil : try expected.integer()), "\(vector["input"])")
    }
  }

  @Test func `are unknown when a long side is below zero`() {
    #expect(netUnits(long: "-5", short: nil) == nil)
  }
}

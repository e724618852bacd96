import Market
import Numerics
import Testing

@Suite struct `A count as decimal text` {
  @Test(arguments: [
    (1_386_760, 6, "1.386760"), (0, 6, "0.000000"), (5, 6, "0.000005"), (-5, 6, "-0.000005"),
    (-1_386_760, 6, "-1.386760"), (1_000_000, 6, "1.000000"), (999_999, 6, "0.999999"),
    (10, 1, "1.0"), (-7, 1, "-0.7"),
  ])
  func `keeps its zeros and has a point before its places`(
    count: Int64, places: Int, text: String
  ) {
    #expect(decimal(count, places: places) == text)
  }

  @Test(arguments: [(0, "0"), (42, "42"), (-42, "-42")])
  func `has no point without places`(count: Int64, text: String) {
    #expect(decimal(count, places: 0) == text)
  }

  @Test(arguments: [
    (Int64.max, "9223372036854.775807"), (Int64.min, "-9223372036854.775808"),
  ])
  func `holds at both ends`(count: Int64, text: String) {
    #expect(decimal(count, places: 6) == text)
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `is the same count again without its point`(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    for _ in 0..<200 {
      let count = Int64(bitPattern: generator.next()) >> Int64(generator.next(below: 64))
      let places = Int(generator.next(below: 10))
      let text = decimal(count, places: places)
      #expect(Int64(text.filter { $0 != "." }) == count, "seed \(seed)")
      let decimals = text.split(separator: ".").dropFirst().first?.count ?? 0
      #expect(decimals == places, "seed \(seed)")
    }
  }
}

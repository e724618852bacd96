import Numerics
import Testing

@Suite struct `Rounded division` {
  @Test(arguments: [(0, 3, 0), (1, 2, 1), (1, 3, 0), (2, 3, 1), (5, 2, 3), (7, 7, 1), (10, 4, 3)])
  func `rounds to the nearest and a half up`(a: Int64, b: Int64, quotient: Int64) {
    #expect(roundedDivision(a, by: b) == quotient)
  }

  @Test(arguments: [(-1, 2, -1), (-1, 3, 0), (-5, 2, -3), (5, 2, 3), (-6, 4, -2), (0, 9, 0)])
  func `rounds a signed half away from zero`(a: Int64, b: Int64, quotient: Int64) {
    #expect(signedRoundedDivision(a, by: b) == quotient)
  }

  @Test func `does not overflow at the ends of the numbers`() {
    #expect(roundedDivision(.max, by: 1) == .max)
    #expect(roundedDivision(.max, by: .max) == 1)
    #expect(roundedDivision(.max - 1, by: .max) == 1)
    #expect(roundedDivision(.max / 2, by: .max) == 0)
    #expect(signedRoundedDivision(.min, by: 1) == .min)
    #expect(signedRoundedDivision(.min, by: .max) == -1)
    #expect(signedRoundedDivision(.min, by: 2) == .min / 2)
  }

  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func `equals the formula in 128 bits`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<5_000 {
      let a = Int64(random.next() >> (1 + random.next(below: 62)))
      let b = Int64(random.next() >> (1 + random.next(below: 62))) | 1
      let expected = (2 * Int128(a) + Int128(b)) / (2 * Int128(b))
      #expect(Int128(roundedDivision(a, by: b)) == expected, "seed \(seed), \(a) by \(b)")
      #expect(Int128(signedRoundedDivision(a, by: b)) == expected, "seed \(seed), \(a) by \(b)")
      #expect(Int128(signedRoundedDivision(-a, by: b)) == -expected, "seed \(seed), -\(a) by \(b)")
    }
  }
}

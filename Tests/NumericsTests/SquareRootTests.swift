import Numerics
import Testing

@Suite struct `The floor square root` {
  @Test(arguments: [(0, 0), (1, 1), (2, 1), (3, 1), (4, 2), (8, 2), (9, 3), (99, 9), (100, 10)])
  func `is the whole part`(square: UInt64, root: UInt64) {
    #expect(floorSquareRoot(of: square) == root)
    #expect(floorSquareRoot(of: UInt128(square)) == root)
  }

  @Test func `holds at the largest numbers`() {
    #expect(floorSquareRoot(of: UInt64.max) == 4_294_967_295)
    #expect(floorSquareRoot(of: UInt128.max) == .max)
    #expect(floorSquareRoot(of: UInt128(UInt64.max) * UInt128(UInt64.max)) == .max)
    #expect(floorSquareRoot(of: UInt128(UInt64.max) * UInt128(UInt64.max) - 1) == UInt64.max - 1)
  }

  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func `is exact on both sides of a square`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<2_000 {
      let root = (random.next() >> random.next(below: 63)) | 1
      let square = UInt128(root) * UInt128(root)
      #expect(floorSquareRoot(of: square) == root, "seed \(seed), root \(root)")
      #expect(floorSquareRoot(of: square - 1) == root - 1, "seed \(seed), root \(root)")
      #expect(floorSquareRoot(of: square + UInt128(root)) == root, "seed \(seed), root \(root)")
    }
  }

  @Test func `says the same in both widths`() {
    for square in (0..<5_000 as Range<UInt64>) {
      let root = floorSquareRoot(of: square)
      #expect(root * root <= square && (root + 1) * (root + 1) > square)
    }
  }
}

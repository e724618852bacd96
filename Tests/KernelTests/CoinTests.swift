import Kernel
import Market
import Numerics
import Testing

/// Property 9 of section 19.
@Suite struct `The evidence of a fair coin` {
  @Test func `reaches t bits about once in two to the t windows`() {
    let seed: UInt64 = 20_000
    let windows = 20_000
    var random = SplitMix64(seed: seed)
    var reached = [Int](repeating: 0, count: 7)
    for _ in 0..<windows {
      // A full register of 65 random bits, every pair linked.
      let pin = Pin(
        bits: random.next(), link: .max, older: UInt8(random.next(below: 2)), fill: 65)
      let evidence = evidenceQ32(of: PairCounts(of: pin))
      for bits in 1...6 where evidence >= Int64(bits) << 32 { reached[bits] += 1 }
    }
    for bits in 1...6 {
      let ratio = Double(reached[bits]) * Double(1 << bits) / Double(windows)
      #expect((1 / 1.3...1.3).contains(ratio), "seed \(seed), \(bits) bits: ratio \(ratio)")
    }
  }
}

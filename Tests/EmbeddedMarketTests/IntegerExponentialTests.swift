import EmbeddedMarket
import Foundation
import Numerics
import Testing

@Suite struct `The exponential in whole billionths` {
  private let exponential = IntegerExponential()

  @Test func `is the C library's within two billionths`() {
    let seed: UInt64 = 77
    var random = SplitMix64(seed: seed)
    for _ in 0..<100_000 {
      let x = Int64(random.next(below: 640_000_001)) - IntegerExponential.reach
      let exact = exp(Double(x) / 1e9) * 1e9
      guard abs(Double(exponential.value(x)) - exact) <= 2 else {
        Issue.record("seed \(seed): e^\(x) is \(exponential.value(x)), exactly \(exact)")
        return
      }
    }
    #expect(exponential.value(0) == 1_000_000_000)
  }

  @Test func `does not jump where a step of its table ends`() {
    for step in Int64(-305)...305 {
      let around = ((step << 20) - 3...(step << 20) + 3).map { exponential.value($0) }
      #expect(zip(around, around.dropFirst()).allSatisfy { (0...3).contains($1 - $0) }, "\(around)")
    }
  }
}

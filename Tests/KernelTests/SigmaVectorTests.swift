import Kernel
import TestSupport
import Testing

@Suite struct `A return ring of the vectors` {
  @Test func `has the returns and deviations written there`() throws {
    for (number, vector) in try Vectors.read("kernel/v1-sigma.json")["cases"].list().enumerated() {
      let closes = try vector["closes"].integers()
      var ring = ReturnRing()
      var returns: [Int64] = []
      var sigmas: [Int64] = []
      for (last, close) in zip(closes, closes.dropFirst()) {
        returns.append(symmetricReturnPpb(from: last, to: close))
        ring.record(symmetricReturnPpb(from: last, to: close))
        sigmas.append(ring.sigmaPpb)
      }
      #expect(returns == (try vector["returns_ppb"].integers()), "case \(number)")
      #expect(sigmas == (try vector["sigma_ppb"].integers()), "case \(number)")
    }
  }

  @Test func `stays within its numbers when every return is at the clamp`() {
    var ring = ReturnRing()
    for index in 0..<200 { ring.record(index.isMultiple(of: 2) ? 100_000_000 : -100_000_000) }
    // Variance of 64 values of size a around zero: 64 a^2 / 63.
    #expect(ring.sigmaPpb == 100_790_526)
  }

  @Test(arguments: [(1, 2_147_483_647), (2_147_483_647, 1), (1, 2), (2, 1)] as [(Int64, Int64)])
  func `clamps a return at a tenth`(last: Int64, close: Int64) {
    #expect(abs(symmetricReturnPpb(from: last, to: close)) == 100_000_000)
  }
}

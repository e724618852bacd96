import Numerics
import Testing

@Suite struct `A seeded generator` {
  /// The first numbers of the reference implementation from seed 1234567.
  @Test func `gives the published numbers`() {
    var random = SplitMix64(seed: 1_234_567)
    let first = (0..<5).map { _ in random.next() }
    #expect(
      first == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
        4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
      ])
  }

  @Test func `goes on from its state with the same numbers`() {
    var random = SplitMix64(seed: 3)
    _ = random.next()
    var resumed = SplitMix64(seed: random.state)
    #expect(resumed.next() == random.next())
  }

  @Test(arguments: [1, 2, 3, 7, 1 << 63, (1 << 63) + 1, .max] as [UInt64])
  func `stays below its bound`(bound: UInt64) {
    var random = SplitMix64(seed: bound)
    for _ in 0..<200 { #expect(random.next(below: bound) < bound) }
  }

  @Test func `is fair to every number below its bound`() {
    var random = SplitMix64(seed: 11)
    var counts = [Int](repeating: 0, count: 6)
    for _ in 0..<60_000 { counts[Int(random.next(below: 6))] += 1 }
    // Six standard deviations of a fair die are 550.
    for count in counts { #expect(abs(count - 10_000) < 550, "seed 11, \(counts)") }
  }
}

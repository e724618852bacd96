import Numerics
import Strategy
import Testing

@Suite struct `A set of reasons` {
  @Test func `tells its reasons in their order, whatever the order they came in`() {
    let seed: UInt64 = 7
    print("seed \(seed)")
    var random = SplitMix64(seed: seed)
    for _ in 0..<500 {
      var set = Blockers()
      var expected: [Blocker] = []
      for _ in 0..<(random.next() % 30) {
        let blocker = Blocker.allCases[Int(random.next() % 19)]
        set.insert(blocker)
        if !expected.contains(blocker) { expected.append(blocker) }
      }
      expected.sort { $0.rawValue < $1.rawValue }
      #expect(Array(set) == expected)
      #expect(set.names == expected.map(\.name))
      #expect(set.count == expected.count)
      #expect(set.first == expected.first)
      #expect(Blocker.allCases.allSatisfy { set.contains($0) == expected.contains($0) })
      #expect(Blockers(rawValue: set.rawValue) == set)
    }
  }

  @Test func `has no bit without a reason`() {
    #expect(Blockers(rawValue: 1 << 19) == nil)
    #expect(GuardReport(rawValue: 1 << 18) == nil)
    #expect(Blockers(rawValue: (1 << 19) - 1)?.count == 19)
  }

  @Test func `numbers its reasons from 0 upwards`() {
    #expect(Blocker.allCases.map(\.rawValue) == Array(0..<19))
    #expect(GuardReason.allCases.map(\.rawValue) == Array(0..<18))
  }
}

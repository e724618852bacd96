import Journal
import Numerics
import TestSupport
import Testing

@Suite struct `A chain that is resumed` {
  private static let seeds: [UInt64] = [11, 12, 13]

  private func writeCommit(_ scribe: Scribe, _ random: inout SplitMix64) throws {
    for _ in 0...random.next(below: 200) { scribe.write { $0.anything(&random) } }
    try scribe.commit()
  }

  @Test(arguments: seeds)
  func `goes on from any commit to the same digest`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let whole = MemoryEventLog(identity: .one)
    let scribe = Scribe(whole)
    var cuts: [(writer: TurnWriter, random: SplitMix64, pages: Int)] = []
    for _ in 0..<16 {
      try writeCommit(scribe, &random)
      cuts.append((scribe.writer, random, try whole.pages().count))
    }
    let pages = try whole.pages()

    for (number, cut) in cuts.enumerated() {
      let log = MemoryEventLog(identity: .one)
      try log.append(Array(pages[..<cut.pages]))
      let resumed = try Scribe(resuming: log, as: cut.writer)
      let tail = try pages[cut.pages - 1].header
      #expect(resumed.tail == tail, "seed \(seed), commit \(number)")
      #expect(resumed.chain.contentHead() == tail.contentHead, "seed \(seed), commit \(number)")
      var rest = cut.random
      for _ in number + 1..<max(number + 1, cuts.count) { try writeCommit(resumed, &rest) }
      #expect(try log.pages() == pages, "seed \(seed), commit \(number)")
    }
  }

  @Test func `is a new one in an empty journal`() throws {
    let (chain, tail) = try ChainState.resume(MemoryEventLog(identity: .one))
    #expect(tail == nil)
    #expect(chain.contentEvents == 0)
    #expect(chain.contentHead() == ChainState().contentHead())
  }
}

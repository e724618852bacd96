import Events
import Testing

@Suite struct `The facts a decision used` {
  @Test func `are kept in the order in which they were named`() {
    var facts = Because(7)
    facts.add(3)
    #expect(facts.count == 2)
    #expect((0..<2).map { facts[$0] } == [7, 3])
  }

  @Test func `leave out what there is none of`() {
    var facts = Because(0)
    facts.add(0)
    #expect(facts == Because())
  }

  @Test func `are the same when each is the same`() {
    var one = Because(1)
    var other = Because(1)
    #expect(one == other)
    one.add(2)
    #expect(one != other)
    other.add(3)
    #expect(one != other)
  }

  @Test func `are eight at most`() async {
    var facts = Because()
    for sequence in 1...8 as ClosedRange<UInt64> { facts.add(sequence) }
    #expect(facts.count == 8)
    await #expect(processExitsWith: .failure) {
      var facts = Because()
      for sequence in 1...9 as ClosedRange<UInt64> { facts.add(sequence) }
    }
  }
}

import Events
import Journal
import Market
import Node
import TestSupport
import Testing

@Suite(.serialized) struct `An effect` {
  private let node = TestNode()

  /// Runs effects over a journal, of which everything up to `cut` is from before this process.
  private func run(_ handlers: [EffectDouble], startedBehind cut: UInt64) throws {
    var again = try CommittedAgain(node)
    try again.commit(through: cut)
    try again.open()
    let effects = Effects(handlers)
    let follower = Follower(again.board, behind: effects.watermark)
    while try follower.turns(effects.receive) {}
    try effects.caughtUp()
    try again.commit()
    while try follower.turns(effects.receive) {}
    try effects.caughtUp()
  }

  @Test func `is done once its event is durable, once`() async throws {
    try await node.orders(faults: "none")
    let orders = EffectDouble(.orderRequested)
    try run([orders], startedBehind: 0)
    #expect(try orders.performed == node.places(of: .orderRequested))
    #expect(orders.performed.count > 3 && orders.lookedUp.isEmpty)
  }

  @Test
  func `that is asked for is looked up when nothing says what became of it, and never done again`()
    async throws
  {
    try await node.orders(faults: "none")
    let requested = try node.places(of: .orderRequested)
    let filled = try node.places(of: .orderFilled)
    for order in requested {
      let outcome = try #require(filled.first { $0 > order })
      for (cut, unknown) in [(order, [order]), (outcome - 1, [order]), (outcome, [])] {
        let orders = EffectDouble(.orderRequested)
        try run([orders], startedBehind: cut)
        #expect(orders.lookedUp == unknown, "cut \(cut)")
        #expect(orders.performed == requested.filter { $0 > cut }, "cut \(cut)")
      }
    }
  }

  @Test func `that is repeated is done again from its watermark on`() async throws {
    try await node.orders(faults: "drop_reply:1000")
    let lookups = try node.places(of: .orderLookupRequested)
    #expect(lookups.count > 1)
    for watermark in [0] + lookups {
      let handler = EffectDouble(.orderLookupRequested, watermark: watermark)
      try run([handler], startedBehind: .max)
      #expect(handler.performed == lookups.filter { $0 > watermark })
      #expect(handler.lookedUp.isEmpty)
    }
  }

  @Test func `whose outcome stands in its own turn is not done`() async throws {
    try await node.orders(faults: "reject:1000")
    let requested = try node.places(of: .orderRequested)
    let rejected = try node.facts("journal").filter { $0.kind == .orderRejected }
    let orders = EffectDouble(.orderRequested)
    try run([orders], startedBehind: 0)
    let settledAtOnce = rejected.compactMap { fact in requested.last { $0 < fact.sequence } }
      .filter { order in rejected.contains { $0.at == time(of: order) } }
    #expect(orders.performed == requested.filter { !settledAtOnce.contains($0) })
  }

  private func time(of sequence: UInt64) -> Timestamp? {
    try? node.facts("journal").first { $0.sequence == sequence }?.at
  }

  @Test func `says in its schema what may be done again, and what records its outcome`() {
    #expect(EventKind.orderRequested.effect == .ask)
    #expect(EventKind.orderLookupRequested.effect == .repeat)
    for kind in EventKind.allCases {
      if kind.effect == .ask { #expect(EventKind.allCases.contains { $0.settles == kind }) }
      if let asked = kind.settles { #expect(asked.effect == .ask && kind.mayBeInput) }
    }
  }
}

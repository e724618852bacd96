import Events
import Market
import Strategy

extension PortfolioReducer {
  /// Whether the weights let an instrument keep or shrink what it holds, and no more.
  func isReduceOnlyByWeights(_ index: Int) -> Bool {
    memory.isHeldReduceOnly || instruments[index].strategy.isFilled
  }

  /// Takes one evaluation round: gate and cooldown of each instrument.
  mutating func take(
    _ gates: GatesPublished, _ event: borrowing Event, _ arena: borrowing ByteBuffer
  ) {
    memory.gatesAt = event.at
    memory.gatesSequence = event.sequence
    let open = arena.wholes(of: gates.gates)
    let cooling = arena.wholes(of: gates.cooldowns)
    for (place, index) in indices(of: gates.instruments, arena) {
      instruments[index].strategy.isGateOpen = place < open.count && open[place] == 1
      instruments[index].strategy.isCoolingDown = place >= cooling.count || cooling[place] != 0
    }
  }

  /// Takes new weights. An instrument that is gone from them only because its metrics are missing, or because an
  /// operator disabled it, keeps its weight as filled: unknown is no reason to close.
  ///
  /// Source: trading-system.md, sections 6.2 and 10.5.
  mutating func take(
    _ published: AllocationPublished, _ event: borrowing Event, into outbox: inout Outbox
  ) {
    memory.weightsSequence = event.sequence
    memory.isHeldReduceOnly = false
    let weights = outbox.arena.wholes(of: published.weights)
    let standings = outbox.arena.wholes(of: published.standings)
    let ranks = outbox.arena.wholes(of: published.ranks)
    for (place, index) in indices(of: published.instruments, outbox.arena) {
      let standing = place < standings.count ? standings[place] : nil
      if place < weights.count, let weight = weights[place] {
        instruments[index].strategy.weight = Weight(micros: weight)
        instruments[index].strategy.isFilled = standing != Self.selected
      } else if standing == Self.noScore || standing == Self.disabled,
        instruments[index].strategy.weight.map({ $0.micros > 0 }) ?? false
      {
        instruments[index].strategy.isFilled = true
      } else {
        instruments[index].strategy.weight = Weight(micros: 0)
        instruments[index].strategy.isFilled = false
      }
      instruments[index].strategy.rank = (place < ranks.count ? ranks[place] : nil) ?? 0
    }
    start(.allocation, at: event.at, into: &outbox)
  }

  mutating func take(
    _ held: AllocationHeld, _ event: borrowing Event, into outbox: inout Outbox
  ) {
    memory.weightsSequence = event.sequence
    memory.isHeldReduceOnly = held.reduceOnly
    start(.allocation, at: event.at, into: &outbox)
  }

  // Standings as the schema numbers them.
  private static let selected: Int64 = 0
  private static let noScore: Int64 = 5
  private static let disabled: Int64 = 7

  /// Places in the lists of a round, with the instruments that they stand for.
  private func indices(
    of list: Numbers, _ arena: borrowing ByteBuffer
  ) -> [(place: Int, index: Int)] {
    let listed = arena.wholes(of: list)
    return listed.indices.compactMap { place in
      guard let number = listed[place], number >= 0, number < instruments.count else { return nil }
      return (place, Int(number))
    }
  }
}

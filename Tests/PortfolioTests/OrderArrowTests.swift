import Events
import Ledger
import PaperRun
import TestSupport
import Testing

/// A portfolio follows the table of an order's life, and records whatever is not in it.
@Suite struct `A broker's word on an order` {
  /// What must be said first, for the order to be in a state.
  private static let ways: [(state: OrderState, said: [OrderEvent])] = [
    (.requested, []), (.submitted, [.submitted]), (.accepted, [.submitted, .accepted]),
    (.partiallyFilled, [.submitted, .partiallyFilled]), (.unknown, [.submitted, .outcomeUnknown]),
    (.filled, [.submitted, .filled]), (.canceled, [.submitted, .canceled]),
    (.rejected, [.submitted, .rejected]), (.expired, [.expired]),
  ]

  private static let said: [OrderEvent] = [
    .submitted, .accepted, .partiallyFilled, .filled, .canceled, .rejected, .expired,
    .outcomeUnknown, .lookedUp,
  ]

  @Test func `is an arrow of the table, or a recorded fact that makes the instrument reduce-only`()
    throws
  {
    var legal = 0
    var illegal = 0
    for (state, before) in Self.ways {
      for event in Self.said {
        // What is over and was never sent may be asked for again; it changes nothing.
        if state == .expired, event == .lookedUp || event == .outcomeUnknown { continue }
        let broker = try ByHand()
        for event in before {
          let facts = try #require(try broker.say(event))
          #expect(facts.only(.orderIrregularityFound).isEmpty, "\(state): \(event)")
        }
        let facts = try #require(try broker.say(event))
        let found = facts.only(.orderIrregularityFound)
        if OrderLife.next(after: state, on: event) != nil {
          legal += 1
          #expect(found.isEmpty, "\(state) on \(event)")
        } else {
          illegal += 1
          #expect(found.count == 1, "\(state) on \(event)")
          #expect(found.first?.text("order") == "1")
        }
      }
    }
    Tally.note(
      "order arrows told apart, legal and illegal", "", legal + illegal,
      of: Self.ways.count * Self.said.count - 2)
    #expect(legal == 31)
    #expect(legal + illegal == Self.ways.count * Self.said.count - 2)
  }

  @Test func `moves units by a fill, legal or not`() throws {
    let broker = try ByHand()
    #expect(broker.units() == 1_000)
    _ = try broker.say(.submitted)
    _ = try broker.say(.partiallyFilled)
    #expect(broker.units() == 900)
    _ = try broker.say(.filled)
    #expect(broker.units() == 800)
    #expect(try broker.say(.filled)?.only(.orderIrregularityFound).count == 1)
    #expect(broker.units() == 700)
  }

  @Test func `that is no arrow holds increases back until an operator enables the instrument`()
    throws
  {
    let broker = try ByHand()
    #expect(try !broker.order(10).blockers.contains(.reduceOnly))
    _ = try broker.say(.filled, 99)
    #expect(try broker.order(10).blockers.contains(.reduceOnly))
    _ = try broker.pass(seconds: 86_400)
    #expect(try broker.order(10).blockers.contains(.reduceOnly))
    try broker.enable()
    #expect(try !broker.order(10).blockers.contains(.reduceOnly))
  }

  @Test func `that never comes leaves an unknown order unknown, looked up again and again`() throws
  {
    let broker = try ByHand()
    _ = try broker.say(.submitted)
    _ = try broker.say(.outcomeUnknown)
    // An empty or failed reading is none: no answer, no end.
    let facts = try broker.pass(seconds: 3_600)
    #expect(facts.only(.orderLookupRequested).count > 200)
    #expect(facts.only(.orderOutcomeResolved).isEmpty)
    #expect(broker.units() == 1_000)
  }

  @Test func `that it is not there counts twice before the order is given up`() throws {
    let broker = try ByHand()
    _ = try broker.say(.submitted)
    _ = try broker.say(.outcomeUnknown)
    _ = try broker.pass(seconds: 100)
    _ = try broker.say(.lookedUp)
    #expect(try broker.pass(seconds: 60).only(.orderOutcomeResolved).isEmpty)
    _ = try broker.say(.lookedUp)
    #expect(try broker.pass(seconds: 60).only(.orderOutcomeResolved).count == 1)
  }

  @Test func `on an order that never was is a fact`() throws {
    let broker = try ByHand()
    #expect(try broker.say(.filled, 99)?.only(.orderIrregularityFound).count == 1)
    #expect(try broker.say(.outcomeUnknown, 99)?.only(.orderIrregularityFound).count == 1)
    #expect(try broker.say(.lookedUp, 0)?.only(.orderIrregularityFound).count == 1)
  }
}

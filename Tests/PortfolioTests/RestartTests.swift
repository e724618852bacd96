import Configuration
import Events
import Ledger
import Market
import PaperRun
import TestSupport
import Testing
import Turns

/// A restart loses nothing, doubles nothing, invents nothing.
@Suite struct `A day of trading` {
  /// As many arrows of an order's life as this day takes. The others need a broker: `OrderArrowTests`.
  private static let arrowsOnPaper = 16

  @Test func `has orders in every state that a paper venue knows, and every fault`() throws {
    let facts = try DayOfTrading.run().facts()
    let history = OrderHistory(of: facts)
    let reached = OrderState.allCases.filter { history.states.contains($0) }
    // Nothing tells an order of paper to wait for a rate limit.
    #expect(reached == OrderState.allCases.filter { $0 != .notSent })
    let faults = VenueFaultLabel.allCases.filter { fault in
      facts.contains { $0.text("fault") == fault.name }
    }
    #expect(faults == VenueFaultLabel.allCases)
    #expect(history.illegal == [])
    #expect(facts.only(.orderIrregularityFound).count == 0)
    Tally.note("faults of the paper venue", "", faults.count, of: VenueFaultLabel.allCases.count)
    Tally.note("states of an order on paper", "", reached.count, of: OrderState.allCases.count - 1)
    Tally.note(
      "order arrows that a day on paper takes", "", history.arrows.count, of: Self.arrowsOnPaper)
    #expect(history.arrows.count >= Self.arrowsOnPaper)
  }

  @Test func `is decided again without a difference`() throws {
    let run = try DayOfTrading.run()
    let engine = try run.tape.replayed(as: .verify)
    #expect(engine.difference == nil)
    #expect(engine.sections() == run.engine.sections())
  }

  @Test func `goes on after a restart at any turn as if nothing had happened`() throws {
    let whole = try DayOfTrading.run()
    let after = try sections(of: whole)
    var cuts = 0
    var restored = TurnEngine(Reducers())
    var taken = 0
    let kinds = try whole.facts().kinds
    let turns = whole.tape.turns
    let events = turns.map(\.firstSequence) + [UInt64(kinds.count) + 1]
    let expected = turns.indices.count { place in
      events[place + 1] - events[place] > 1 || (place + 1) % 8 == 0
        || kinds[Int(events[place]) - 1] != .tickReceived
    }
    for cut in 1...whole.tape.turns.count {
      let turn = whole.tape.turns[cut - 1]
      try turn.withFrames { bytes, frames in try restored.replay(bytes, frames, as: .restore) }
      taken += turn.isInput ? 1 : 0
      // A quote that nobody answers leaves nothing to lose: every eighth of them will do.
      let end = cut < turns.count ? turns[cut].firstSequence : UInt64(kinds.count) + 1
      let isQuiet =
        end - turn.firstSequence == 1 && kinds[Int(turn.firstSequence) - 1] == .tickReceived
      guard !isQuiet || cut % 8 == 0 else { continue }
      cuts += 1
      // Where the cut lies behind an input, and not before a timer that follows it.
      if let kept = after[cut] {
        #expect(restored.sections() == kept, "state behind turn \(cut)")
      }
      var kept = TurnEngine(Reducers())
      #expect(try kept.adopt(restored.sections()) == [])
      // State restored from events was compared above; going on from it is tried at every eighth cut, and to
      // the end. From the others it goes on for eight inputs: behind those lies a cut that was compared.
      let isEighth = cuts % 8 == 0
      for isFromEvents in isEighth ? [true, false] : [false] {
        var going = isFromEvents ? TurnEngine(copying: restored) : TurnEngine(copying: kept)
        var rest = TurnTape()
        let inputs = whole.inputs[taken...]
        for input in isEighth ? inputs : inputs.prefix(8) { try going.run(input, into: &rest) }
        let isSame = turns[cut...].starts(with: rest.turns)
        let isWhole = !isEighth || rest.turns.count == turns.count - cut
        #expect(
          isSame && isWhole,
          "after turn \(cut), restored from \(isFromEvents ? "events" : "sections")")
        guard isSame, isWhole else { return }
        if let state = after[cut + rest.turns.count] { #expect(going.sections() == state) }
      }
    }
    Tally.note("restart points of a day of trading", "", cuts, of: expected)
    #expect(cuts == expected)
  }

  /// The state of the unbroken run behind each input, by the number of turns so far.
  private func sections(of whole: PaperRun) throws -> [Int: [SnapshotSection]] {
    var engine = TurnEngine(Reducers())
    var tape = TurnTape()
    var sections: [Int: [SnapshotSection]] = [:]
    for input in whole.inputs {
      try engine.run(input, into: &tape)
      sections[tape.turns.count] = engine.sections()
    }
    #expect(tape == whole.tape)
    return sections
  }
}

/// The lives of the orders of a run, worked out from what was recorded.
struct OrderHistory {
  private(set) var arrows: [OrderArrow] = []
  private(set) var states: [OrderState] = []
  /// Sequences of events that are no arrow.
  private(set) var illegal: [UInt64] = []

  init(of facts: [Fact]) {
    var current: [Int64: OrderState] = [:]
    for fact in facts {
      guard let (order, event) = Self.step(of: fact) else { continue }
      let from = current[order]
      guard let next = OrderLife.next(after: from, on: event),
        let arrow = OrderLife.arrows.first(where: { $0.from == from && $0.event == event })
      else {
        illegal.append(fact.sequence)
        continue
      }
      current[order] = next
      if !arrows.contains(arrow) { arrows.append(arrow) }
      if !states.contains(next) { states.append(next) }
    }
  }

  private static func step(of fact: Fact) -> (Int64, OrderEvent)? {
    if let fill = fact.filled {
      guard let order = fill.order else { return nil }
      return (order, (fill.remaining?.count ?? 0) == 0 ? .filled : .partiallyFilled)
    }
    if let request = fact.requested { return (request.order, .requested) }
    switch fact.body {
    case .orderSubmitted(let report): return (report.order, .submitted)
    case .orderAccepted(let report): return (report.order, .accepted)
    case .orderCanceled(let report): return (report.order, .canceled)
    case .orderRejected(let report): return (report.order, .rejected)
    case .orderNotSent(let report): return (report.order, .expired)
    case .orderOutcomeUnknown(let report): return (report.order, .outcomeUnknown)
    case .orderLookupRequested(let lookup): return (lookup.order, .lookupRequested)
    case .orderLookedUp(let answer): return (answer.order, .lookedUp)
    case .orderOutcomeResolved(let report): return (report.order, .resolvedNotFound)
    default: return nil
    }
  }
}

import Allocator
import Configuration
import Evaluator
import Events
import Market
import PaperRun
import Testing
import Turns

@Suite struct `The allocator's record` {
  /// Nine days of two instruments with a shadow that catches up within them.
  private func walk() throws -> AllocatorRun {
    var run = try AllocatorRun(["EUR_USD", "USD_JPY"], pastDays: 31)
    try run.bars(60)
    try run.disable(1)
    try run.open(2, AllocatorRun.settings(run.names, run.bar))
    try run.bars(30)
    try run.pass(seconds: 10)
    return run
  }

  @Test func `is decided again without a difference`() throws {
    let run = try walk()
    let engine = try run.tape.replayed(as: .verify)
    #expect(engine.difference == nil)
    #expect(engine.sections() == run.engine.sections())
    #expect(try run.rounds(.gatesPublished).contains { $0.wholes("gates").contains(1) })
    #expect(try run.rounds(.summaryComputed).count > 10)
  }

  @Test func `is restored at any event of the run to what the unbroken run goes on with`() throws {
    let whole = try walk()
    var restored = TurnEngine(Reducers())
    var taken = 0
    var points = 0
    let begin = whole.tape.turns.count - 420
    for cut in 1...whole.tape.turns.count {
      let turn = whole.tape.turns[cut - 1]
      try turn.withFrames { bytes, frames in try restored.replay(bytes, frames, as: .restore) }
      taken += turn.isInput ? 1 : 0
      // Priming is one long fold: every cut of the run itself, and some of the past.
      guard cut >= begin && cut % 7 == 0 || cut % 1_511 == 0 else { continue }
      var kept = TurnEngine(Reducers())
      #expect(try kept.adopt(restored.sections()) == [])
      #expect(kept.sections() == restored.sections())
      var rest = TurnTape()
      for input in whole.inputs[taken...] { try kept.run(input, into: &rest) }
      let isSame = rest.turns == Array(whole.tape.turns[cut...])
      #expect(isSame, "after turn \(cut)")
      points += 1
      guard isSame else { return }
    }
    #expect(points > 50)
  }

  @Test func `tells the same state as JSON and lists its layout`() throws {
    let run = try walk()
    let text = run.engine.reducers.text(of: .allocator)
    #expect(text.contains("\"shadow\""))
    #expect(
      Reducers.layout(of: .allocator).contains { $0.contains("trades: list of at most 4096") })
  }
}

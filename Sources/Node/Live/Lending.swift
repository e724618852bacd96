import Turns

/// The only way to the turns of a run: whoever opens them has the reducers, and gives them back however
/// the batch ends.
///
/// `body` is synchronous: the compiler refuses an `await` in it, so nothing runs in the middle of a batch.
struct Lending: ~Copyable {
  private var turns: LiveTurns
  private let actors: LiveActors

  init(_ turns: consuming LiveTurns, from actors: LiveActors) {
    self.turns = turns
    self.actors = actors
  }

  mutating func batch<Answer>(
    _ body: (inout LiveTurns) throws(RunError) -> Answer
  ) throws(RunError) -> Answer {
    actors.lend(into: &turns.engine.reducers)
    defer { actors.takeBack(&turns.engine.reducers) }
    return try body(&turns)
  }
}

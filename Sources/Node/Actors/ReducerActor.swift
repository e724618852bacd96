package import Events

/// Owns a reducer between batches and lends it for one.
///
/// All of them run on one executor. Inside a batch the engine has every reducer as a plain value, as in
/// replay; outside a batch anyone may ask. Source: decision 0021.
package actor ReducerActor<Value: Reducer> {
  package nonisolated let executor: TurnExecutor
  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    executor.asUnownedSerialExecutor()
  }
  /// Nil while it is lent.
  private var kept: Value?

  package init(_ reducer: Value, on executor: TurnExecutor) {
    self.kept = reducer
    self.executor = executor
  }

  /// Answers a question from outside, between batches.
  package func read<Answer: Sendable>(
    _ look: @Sendable (borrowing Value) -> Answer
  ) -> Answer {
    guard let kept else { preconditionFailure("a reducer was asked in the middle of a batch") }
    return look(kept)
  }

  /// Only `LiveActors` lends, and only for a batch.
  func lend() -> Value {
    guard let reducer = kept.take() else { preconditionFailure("a reducer was lent twice") }
    return reducer
  }

  func takeBack(_ reducer: Value) { kept = reducer }
}

/// A room's value in its actor, reached on the turn thread only.
///
/// `assumeIsolated` makes the same check, but makes a closure of every call, and the runtime then watches the
/// access to the actor's property: decision 0020.
struct TurnBound<Value: Sendable>: ~Copyable, @unchecked Sendable {
  private let place: UnsafeMutablePointer<Value>
  private let executor: TurnExecutor

  init(_ value: consuming Value, on executor: TurnExecutor) {
    place = .allocate(capacity: 1)
    place.initialize(to: value)
    self.executor = executor
  }

  deinit {
    place.deinitialize(count: 1)
    place.deallocate()
  }

  /// Where the value is, for one call. Ends the process outside the turn thread.
  @inline(__always) var value: UnsafeMutablePointer<Value> {
    executor.checkIsolated()
    return place
  }
}

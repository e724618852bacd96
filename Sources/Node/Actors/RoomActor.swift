package import Events
package import Ingest
package import Kernel
package import Manifold
package import Market

/// A mailbox around a room: the reducer decides, the sequencer orders.
///
/// All room actors run on one executor; the sequencer calls them there without suspension. What it calls
/// is `nonisolated`, a plain call, and ends the process outside that executor's thread.
package actor RoomActor<Value: Reducer> {
  package nonisolated let executor: TurnExecutor
  private nonisolated let kept: TurnBound<Value>

  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    executor.asUnownedSerialExecutor()
  }

  /// The room's value now. Screens and services ask for it from outside, between turns.
  package var room: Value { kept.value.pointee }

  package init(_ room: Value, on executor: TurnExecutor) {
    kept = TurnBound(room, on: executor)
    self.executor = executor
  }

  /// Never suspends, so no second event can slip in halfway through a decision.
  package nonisolated func receive(_ event: borrowing Event, into outbox: inout Outbox) {
    kept.value.pointee.apply(event, into: &outbox)
  }

  package nonisolated func wake(
    _ timer: TimerName, _ instrument: InstrumentID, at: Timestamp, into outbox: inout Outbox
  ) {
    kept.value.pointee.wake(timer, instrument, at: at, into: &outbox)
  }
}

/// Lets quotes in and builds candles. `IngestReducer` decides; `Sequencer` orders.
package typealias TickIngestActor = RoomActor<IngestReducer>

extension RoomActor where Value == IngestReducer {
  package nonisolated func judge(_ event: borrowing Event, into outbox: inout Outbox) {
    kept.value.pointee.judge(event, into: &outbox)
  }

  package nonisolated func acceptQuietly(
    _ instrument: InstrumentID, bid: Int64, ask: Int64, at stamp: Timestamp,
    into outbox: inout Outbox
  ) -> Int64? {
    kept.value.pointee.acceptQuietly(instrument, bid: bid, ask: ask, at: stamp, into: &outbox)
  }
}

/// Computes metrics. `KernelReducer` decides; `Sequencer` orders.
package typealias KernelActor = RoomActor<KernelReducer>

extension RoomActor where Value == KernelReducer {
  package nonisolated func hear(_ instrument: InstrumentID, mid: Int64, at stamp: Timestamp) {
    kept.value.pointee.hear(instrument, mid: mid, at: stamp)
  }
}

/// Says signals and closes days. `ManifoldReducer` decides; `Sequencer` orders.
package typealias ManifoldActor = RoomActor<ManifoldReducer>

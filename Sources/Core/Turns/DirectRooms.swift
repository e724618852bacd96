package import Events
package import Ingest
package import Kernel
package import Manifold
package import Market

/// The rooms as values in a plain loop: replay, restore, backtest.
package struct DirectRooms: RoomSet {
  package var ingest = IngestReducer()
  package var kernel = KernelReducer()
  package var manifold = ManifoldReducer()

  package init() {}

  package func judge(_ event: borrowing Event, into outbox: inout Outbox) {
    ingest.judge(event, into: &outbox)
  }

  package mutating func apply(_ room: Room, _ event: borrowing Event, into outbox: inout Outbox) {
    switch room {
    case .tickIngest: ingest.apply(event, into: &outbox)
    case .kernel: kernel.apply(event, into: &outbox)
    case .manifold: manifold.apply(event, into: &outbox)
    }
  }

  package func wake(
    _ timer: TimerName, _ instrument: InstrumentID, at: Timestamp, into outbox: inout Outbox
  ) {
    switch timer.room {
    case .tickIngest: ingest.wake(timer, instrument, at: at, into: &outbox)
    case .kernel: kernel.wake(timer, instrument, at: at, into: &outbox)
    case .manifold: manifold.wake(timer, instrument, at: at, into: &outbox)
    }
  }
}

import Events
import Market
import Turns

/// Today's reducers, who take every quote the general way: what the quiet way must come to.
struct GeneralReducers: GeneralPath, KeptReducers {
  private var reducers = Reducers()

  func judge(_ event: borrowing Event, into outbox: inout Outbox) {
    reducers.judge(event, into: &outbox)
  }

  mutating func apply(_ actor: ActorName, _ event: borrowing Event, into outbox: inout Outbox) {
    reducers.apply(actor, event, into: &outbox)
  }

  func wake(
    _ timer: TimerName, _ instrument: InstrumentID, at: Timestamp, into outbox: inout Outbox
  ) {
    reducers.wake(timer, instrument, at: at, into: &outbox)
  }

  func section(of actor: ActorName) -> SnapshotSection { reducers.section(of: actor) }
}

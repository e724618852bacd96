import Events
import Market
import Turns

/// Today's rooms, who take every quote the general way: what the quiet way must come to.
struct GeneralRooms: KeptRooms {
  private var rooms = DirectRooms()

  func judge(_ event: borrowing Event, into outbox: inout Outbox) {
    rooms.judge(event, into: &outbox)
  }

  mutating func apply(_ room: Room, _ event: borrowing Event, into outbox: inout Outbox) {
    rooms.apply(room, event, into: &outbox)
  }

  func wake(
    _ timer: TimerName, _ instrument: InstrumentID, at: Timestamp, into outbox: inout Outbox
  ) {
    rooms.wake(timer, instrument, at: at, into: &outbox)
  }

  func section(of room: Room) -> SnapshotSection { rooms.section(of: room) }
}

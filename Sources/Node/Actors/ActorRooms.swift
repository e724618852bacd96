package import Events
package import Market
package import Turns

/// The rooms as the actors of a running node.
///
/// Used on the turn thread only, where every call is synchronous: an actor takes other calls at each
/// `await`, so there is none.
package struct ActorRooms: RoomSet {
  package let ingest: TickIngestActor
  package let kernel: KernelActor
  package let manifold: ManifoldActor

  /// Gives each room's value to an actor of its own.
  package init(_ rooms: DirectRooms, on executor: TurnExecutor) {
    self.ingest = TickIngestActor(rooms.ingest, on: executor)
    self.kernel = KernelActor(rooms.kernel, on: executor)
    self.manifold = ManifoldActor(rooms.manifold, on: executor)
  }

  package func judge(_ event: borrowing Event, into outbox: inout Outbox) {
    ingest.judge(event, into: &outbox)
  }

  package func apply(_ room: Room, _ event: borrowing Event, into outbox: inout Outbox) {
    switch room {
    case .tickIngest: ingest.receive(event, into: &outbox)
    case .kernel: kernel.receive(event, into: &outbox)
    case .manifold: manifold.receive(event, into: &outbox)
    }
  }

  package func wake(
    _ timer: TimerName, _ instrument: InstrumentID, at: Timestamp, into outbox: inout Outbox
  ) {
    switch timer.room {
    case .tickIngest:
      ingest.wake(timer, instrument, at: at, into: &outbox)
    case .kernel: kernel.wake(timer, instrument, at: at, into: &outbox)
    case .manifold:
      manifold.wake(timer, instrument, at: at, into: &outbox)
    }
  }
}

extension ActorRooms: QuietRooms {
  package func acceptQuietly(
    _ instrument: InstrumentID, bid: Int64, ask: Int64, at stamp: Timestamp,
    into outbox: inout Outbox
  ) -> Int64? {
    ingest.acceptQuietly(instrument, bid: bid, ask: ask, at: stamp, into: &outbox)
  }

  package func hear(_ instrument: InstrumentID, mid: Int64, at stamp: Timestamp) {
    kernel.hear(instrument, mid: mid, at: stamp)
  }
}

extension ActorRooms: KeptRooms {
  package func section(of room: Room) -> SnapshotSection {
    let version = DirectRooms.stateVersion(of: room)
    return switch room {
    case .tickIngest:
      ingest.assumeIsolated { SnapshotSection(name: room.name, version: version, of: $0.room) }
    case .kernel:
      kernel.assumeIsolated { SnapshotSection(name: room.name, version: version, of: $0.room) }
    case .manifold:
      manifold.assumeIsolated { SnapshotSection(name: room.name, version: version, of: $0.room) }
    }
  }
}

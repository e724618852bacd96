public import Events
public import Ingest
public import Kernel
public import Manifold
public import Market

/// The rooms as values in a plain loop: replay, restore, backtest.
public struct DirectRooms: RoomSet {
  public var ingest = IngestReducer()
  public var kernel = KernelReducer()
  public var manifold = ManifoldReducer()

  public init() {}

  public func judge(_ event: borrowing Event, into outbox: inout Outbox) {
    ingest.judge(event, into: &outbox)
  }

  public mutating func apply(_ room: Room, _ event: borrowing Event, into outbox: inout Outbox) {
    switch room {
    case .tickIngest: ingest.apply(event, into: &outbox)
    case .kernel: kernel.apply(event, into: &outbox)
    case .manifold: manifold.apply(event, into: &outbox)
    }
  }

  public func wake(
    _ timer: TimerName, _ instrument: InstrumentID, at: Timestamp, into outbox: inout Outbox
  ) {
    switch timer.room {
    case .tickIngest: ingest.wake(timer, instrument, at: at, into: &outbox)
    case .kernel: kernel.wake(timer, instrument, at: at, into: &outbox)
    case .manifold: manifold.wake(timer, instrument, at: at, into: &outbox)
    }
  }
}

extension DirectRooms: QuietRooms {
  @inline(__always)
  public mutating func acceptQuietly(
    _ instrument: InstrumentID, bid: Int64, ask: Int64, at stamp: Timestamp,
    into outbox: inout Outbox
  ) -> Int64? {
    ingest.acceptQuietly(instrument, bid: bid, ask: ask, at: stamp, into: &outbox)
  }

  @inline(__always)
  public mutating func hear(_ instrument: InstrumentID, mid: Int64, at stamp: Timestamp) {
    kernel.hear(instrument, mid: mid, at: stamp)
  }
}

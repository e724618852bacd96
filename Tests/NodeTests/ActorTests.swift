import Events
import Ingest
import Market
import Node
import Testing
import Turns

@Suite struct `The actors of the rooms` {
  @Test func `answer whoever asks from outside`() async {
    let executor = TurnExecutor()
    let rooms = ActorRooms(DirectRooms(), on: executor)
    #expect(await rooms.ingest.room.counts(of: InstrumentID(0)) == nil)
    executor.stop()
  }

  @Test func `own their rooms: what a turn changes is seen there`() async {
    let executor = TurnExecutor()
    let rooms = ActorRooms(DirectRooms(), on: executor)
    await rooms.ingest.hear(
      .instrumentListed(
        InstrumentListed(
          instrument: InstrumentID(0), digits: 5, name: Text(offset: 0, count: 0))))
    #expect(await rooms.ingest.room.counts(of: InstrumentID(0))?.accepted == 0)
    executor.stop()
  }

  @Test func `run their jobs one after the other, on one thread`() async {
    let executor = TurnExecutor()
    let rooms = ActorRooms(DirectRooms(), on: executor)
    let listing = EventBody.instrumentListed(
      InstrumentListed(instrument: InstrumentID(0), digits: 5, name: Text(offset: 0, count: 0)))
    await rooms.ingest.hear(listing)
    await withTaskGroup { group in
      for _ in 0..<200 {
        group.addTask {
          await rooms.ingest.hear(
            .tickRejected(TickRejected(instrument: InstrumentID(0), reason: .crossed)))
        }
      }
    }
    #expect(await rooms.ingest.room.counts(of: InstrumentID(0))?.rejected == 200)
    executor.stop()
  }

  @Test func `may not be called outside their thread`() async {
    await #expect(processExitsWith: .failure) {
      let rooms = ActorRooms(DirectRooms(), on: TurnExecutor())
      var outbox = Outbox()
      rooms.wake(.candleClose, InstrumentID(0), at: .zero, into: &outbox)
    }
  }
}

extension TickIngestActor {
  fileprivate func hear(_ body: EventBody) {
    var outbox = Outbox()
    receive(
      Event(sequence: 1, cause: 0, at: .zero, occurredAt: .zero, isInput: true, body: body),
      into: &outbox)
  }
}

import Events
import Ingest
import Market
import Node
import Testing
import Turns

@Suite struct `The actors of a node` {
  @Test func `answer whoever asks from outside, between batches`() async throws {
    let executor = try TurnExecutor()
    let actors = LiveActors(Reducers(), on: executor)
    #expect(await actors.ingest.read { $0.counts(of: InstrumentID(0)) } == nil)
    executor.stop()
  }

  @Test func `own the reducers that they were given`() async throws {
    var engine = TurnEngine(Reducers())
    var sink = Discarded()
    try engine.run(.listing, into: &sink)
    let executor = try TurnExecutor()
    let actors = LiveActors(engine.reducers, on: executor)
    #expect(await actors.ingest.read { $0.counts(of: InstrumentID(0)) }?.accepted == 0)
    executor.stop()
  }

  @Test func `answer each of many askers`() async throws {
    let executor = try TurnExecutor()
    let actors = LiveActors(Reducers(), on: executor)
    let answers = await withTaskGroup(of: Int64.self) { group in
      for _ in 0..<200 { group.addTask { await actors.ingest.read { $0.late } + 1 } }
      return await group.reduce(0, +)
    }
    #expect(answers == 200)
    executor.stop()
  }

  @Test func `still answer each of many askers once their thread has ended`() async throws {
    let executor = try TurnExecutor()
    let actors = LiveActors(Reducers(), on: executor)
    executor.stop()
    let answers = await withTaskGroup(of: Int64.self) { group in
      for _ in 0..<200 { group.addTask { await actors.ingest.read { $0.late } + 1 } }
      return await group.reduce(0, +)
    }
    #expect(answers == 200)
  }
}

private struct Discarded: TurnSink {
  mutating func take(_ turn: borrowing TurnRecord) {}
}

extension Input {
  fileprivate static let listing = Input(time: .zero, occurredAt: .zero, source: 0, position: 0) {
    .instrumentListed(
      InstrumentListed(instrument: InstrumentID(0), digits: 5, name: $0.intern("EUR_USD")))
  }
}

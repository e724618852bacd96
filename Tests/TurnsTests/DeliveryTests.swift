import Events
import Market
import Testing
import Turns

@Suite struct `A turn` {
  private let tick = Input.tick(at: .seconds(10))

  private func derived(
    _ reducers: ScriptedReducers, _ inputs: Input...
  ) throws -> (order: String, tape: Tape) {
    var stage = Stage(reducers)
    try stage.run(inputs)
    return (stage.engine.reducers.order, stage.tape)
  }

  @Test func `of an accepted quote is one event, applied by each actor in the order of the table`()
    throws
  {
    let (order, tape) = try derived(ScriptedReducers(), tick)
    #expect(order == "T1 K1")
    #expect(try tape.kinds() == [.tickReceived])
  }

  @Test func `of a candle is applied by the kernel first, then by the manifold`() throws {
    let candle = Input.candle(at: .seconds(60))
    #expect(try derived(ScriptedReducers(), candle).order == "T1 K1 M1")
    // What the kernel emits of it the manifold receives behind the candle, and answers last of all.
    let reducers = ScriptedReducers(
      kernel: { if $0.isInput { $1.emit(.metrics) } },
      manifold: { if $0.body.kind == .metricsComputed { $1.emit(.signal) } })
    let (order, tape) = try derived(reducers, candle)
    #expect(order == "T1 K1 K2 M1 M2 M3")
    #expect(try tape.kinds() == [.candleReceived, .metricsComputed, .signalComputed])
    #expect(try tape.events().map(\.cause) == [0, 1, 2])
  }

  @Test func `lets the manifold apply its own event before the next actor's`() throws {
    let reducers = ScriptedReducers(
      kernel: { event, outbox in
        guard event.isInput else { return }
        for _ in 0..<2 { outbox.emit(.metrics) }
      },
      manifold: { if $0.body.kind == .metricsComputed { $1.emit(.signal) } })
    let (order, tape) = try derived(reducers, .candle(at: .seconds(60)))
    #expect(order == "T1 K1 K2 K3 M1 M2 M4 M3 M5")
    #expect(try tape.events().map(\.cause) == [0, 1, 1, 2, 3])
  }

  @Test func `of a refused quote is two events, the refusal heard by TickIngest alone`() throws {
    let reducers = ScriptedReducers(judging: { $1.emit(.refusal) })
    let (order, tape) = try derived(reducers, tick)
    #expect(order == "T2")
    #expect(try tape.kinds() == [.tickReceived, .tickRejected])
    #expect(try tape.events()[1].cause == 1)
  }

  @Test func `of a kind that nobody hears is recorded all the same`() throws {
    let (order, tape) = try derived(ScriptedReducers(), .stop(at: .seconds(1)))
    #expect(order.isEmpty)
    #expect(try tape.kinds() == [.runStopped])
  }

  @Test func `of a row that is none is applied by TickIngest only`() throws {
    let row = RowRejected(
      instrument: InstrumentID(0), line: 7, reason: .badStamp, head: Text(offset: 0, count: 0))
    let (order, _) = try derived(ScriptedReducers(), .of(.rowRejected(row), at: .zero))
    #expect(order == "T1")
  }

  @Test func `lets a reducer apply its own events before anyone applies anything else`() throws {
    let reducers = ScriptedReducers(
      tickIngest: { if $0.body.kind == .tickReceived { $1.emit(.closed()) } },
      kernel: { if $0.body.kind == .candleClosed { $1.emit(.metrics) } })
    let (order, tape) = try derived(reducers, tick)
    #expect(order == "T1 T2 K1 K2 K3 M2 M3")
    #expect(try tape.kinds() == [.tickReceived, .candleClosed, .metricsComputed])
  }

  @Test func `lets a reducer apply all that follows from its own events first`() throws {
    let reducers = ScriptedReducers(
      tickIngest: { event, outbox in
        switch event.sequence {
        case 1:
          outbox.emit(.closed(tag: 1))
          outbox.emit(.closed(tag: 2))
        case 2: outbox.emit(.closed(tag: 3))
        default: break
        }
      })
    let (order, tape) = try derived(reducers, tick)
    #expect(order == "T1 T2 T3 T4 K1 K2 M2 K3 M3 K4 M4")
    #expect(try tape.events().map(\.cause) == [0, 1, 1, 2])
    #expect(try tape.volumes() == [1, 2, 3])
  }

  @Test func `lets the others hear in the order in which things were said`() throws {
    let reducers = ScriptedReducers(
      tickIngest: { event, outbox in
        guard event.isInput else { return }
        for tag in 1...3 { outbox.emit(.closed(tag: Int64(tag))) }
      },
      kernel: { if $0.body.kind == .candleClosed { $1.emit(.metrics) } })
    let (order, tape) = try derived(reducers, tick)
    #expect(order == "T1 T2 T3 T4 K1 K2 K5 M2 K3 K6 M3 K4 K7 M4 M5 M6 M7")
    #expect(try tape.events().map(\.cause) == [0, 1, 1, 1, 2, 3, 4])
  }

  @Test func `has one time, and its derived events no stamp of their own`() throws {
    let reducers = ScriptedReducers(tickIngest: { if $0.isInput { $1.emit(.closed()) } })
    let early = Input.tick(at: .seconds(10), stamp: .seconds(70))
    let late = Input.tick(at: .seconds(20), stamp: .seconds(3))
    let events = try derived(reducers, early, late).tape.events()
    #expect(events.map(\.at) == [10, 10, 20, 20].map { .seconds($0) })
    #expect(events.map(\.occurredAt) == [70, 10, 3, 20].map { .seconds($0) })
  }

  @Test func `is never earlier than the one before`() throws {
    let seconds: [Int64] = [10, 4, 10, 12, 0]
    let tape = try Tape(
      of: seconds.map { .tick(at: .seconds($0)) } + [.stop(at: .zero)], through: ScriptedReducers())
    #expect(try tape.events().map(\.at) == [10, 10, 10, 12, 12, 12].map { .seconds($0) })
  }

  @Test func `keeps its time beside turns of the other sort`() throws {
    let tape = try Tape(
      of: [
        .stop(at: .seconds(1)), .tick(at: .seconds(5)), .stop(at: .seconds(7)),
        .stop(at: .seconds(8)), .tick(at: .seconds(9)), .stop(at: .seconds(9)),
      ], through: ScriptedReducers())
    #expect(try tape.events().map(\.at) == [1, 5, 7, 8, 9, 9].map { .seconds($0) })
    #expect(tape.turns.map(\.isNode) == [true, false, true, true, false, true])
  }

  @Test func `tells the sink what it holds`() throws {
    let reducers = ScriptedReducers(tickIngest: {
      if $0.body.kind == .tickReceived { $1.emit(.closed()) }
    })
    let (_, tape) = try derived(reducers, .listing(0, at: .zero), tick, tick)
    #expect(tape.turns.map(\.firstSequence) == [1, 2, 4])
    #expect(tape.turns.map(\.eventCount) == [1, 2, 2])
    #expect(tape.turns.map(\.listsInstrument) == [true, false, false])
    #expect(tape.turns.map(\.isInput) == [true, true, true])
    #expect(tape.turns.map(\.at) == [0, 10, 10].map { .seconds($0) })
  }

  @Test func `that was refused tells why, until the next one`() throws {
    var stage = Stage(
      ScriptedReducers(judging: { event, outbox in
        if event.occurredAt < .seconds(20) { outbox.emit(.candleRefusal) }
      }))
    #expect(stage.engine.lastRefusal == nil)
    try stage.run(tick)
    #expect(stage.engine.lastInputWasRefused == true)
    #expect(stage.engine.lastRefusal == "stale")
    try stage.run(.tick(at: .seconds(20)))
    #expect(stage.engine.lastInputWasRefused == false)
    #expect(stage.engine.lastRefusal == nil)
  }
}

extension Tape {
  fileprivate func volumes() throws -> [Int64] {
    try events().compactMap { event in
      if case .candleClosed(let candle) = event.body { candle.volume } else { nil }
    }
  }
}

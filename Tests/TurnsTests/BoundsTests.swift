import Events
import Market
import Testing
import Turns

@Suite struct `A turn without end` {
  private let tick = Input.tick(at: .seconds(1))

  /// Reducers whose TickIngest answers each of its own events with the other one.
  private let circling = ScriptedReducers(tickIngest: { event, outbox in
    outbox.emit(event.body.kind == .tickRejected ? .candleRefusal : .refusal)
  })

  @Test func `stops, and names the cycle`() {
    let fault = #expect(throws: TurnFault.self) { try Tape(of: [tick], through: circling) }
    guard case .runaway(let cycle) = fault else {
      Issue.record("another fault: \(String(describing: fault))")
      return
    }
    #expect(Set(cycle) == [.tickRejected, .candleRejected])
    #expect(
      fault?.description.contains("ingest.tick-rejected → ingest.candle-rejected") == true)
  }

  @Test func `is dropped whole`() throws {
    var stage = Stage(circling)
    #expect(throws: TurnFault.self) { try stage.run(tick) }
    #expect(stage.tape == Tape())
    #expect(stage.engine.position == JournalPosition())
  }

  @Test(arguments: [(65_535, true), (65_536, false)])
  func `is one of more than 65,536 events`(words: Int, isTaken: Bool) throws {
    let reducers = ScriptedReducers(tickIngest: { event, outbox in
      if event.isInput { for _ in 0..<words { outbox.emit(.refusal) } }
    })
    var stage = Stage(reducers)
    if isTaken {
      try stage.run(tick)
      #expect(stage.tape.turns[0].eventCount == 65_536)
      #expect(try stage.tape.events().last?.cause == 1)
    } else {
      #expect(throws: TurnFault.self) { try stage.run(tick) }
    }
  }

  @Test func `is one of more than 4 MiB`() throws {
    let larger = 4 << 20
    func bytes(_ words: Int) throws -> Int? {
      var stage = Stage(
        ScriptedReducers(kernel: { event, outbox in
          if event.isInput { for _ in 0..<words { outbox.emit(.metrics) } }
        }))
      do throws(TurnFault) {
        try stage.run(tick)
      } catch {
        guard case .runaway(let cycle) = error else { throw error }
        #expect(cycle.allSatisfy { $0 == .metricsComputed })
        return nil
      }
      return stage.tape.turns[0].frames.count
    }
    // Beyond the 16,384th event a frame's cause takes three bytes, so frames are of one size there.
    let some = try #require(try bytes(18_000))
    let frame = try #require(try bytes(18_001)) - some
    let most = 18_000 + (larger - some) / frame
    #expect(try bytes(most) == some + (most - 18_000) * frame)
    #expect(try bytes(most + 1) == nil)
  }

  @Test func `does not come of timers`() throws {
    // A timer that sets itself to now waits a second each time.
    var stage = Stage(
      ScriptedReducers(
        tickIngest: { $1.arm(.candleClose, InstrumentID(0), due: $0.at) },
        waking: { $2.emit(.closed($0.number)) }))
    try stage.run(.tick(at: .zero), .stop(at: .seconds(100)))
    #expect(stage.tape.turns.count == 102)
  }
}

@Suite struct `A reducer` {
  private let tick = Input.tick(at: .seconds(1))

  @Test func `may not say another's word`() {
    let kernel = ScriptedReducers(kernel: { $1.emit(.refusal) })
    #expect(throws: TurnFault.notItsEvent(.tickRejected, .kernel)) {
      try Tape(of: [tick], through: kernel)
    }
    let ingest = ScriptedReducers(judging: { $1.emit(.metrics) })
    #expect(throws: TurnFault.notItsEvent(.metricsComputed, .ingest)) {
      try Tape(of: [tick], through: ingest)
    }
  }

  @Test func `may not say an input`() {
    let reducers = ScriptedReducers(tickIngest: { $1.emit($0.body) })
    #expect(throws: TurnFault.notItsEvent(.tickReceived, .ingest)) {
      try Tape(of: [tick], through: reducers)
    }
  }

  @Test func `may not answer an event of the node`() {
    let reducers = ScriptedReducers(kernel: { $1.emit(.metrics) })
    #expect(throws: TurnFault.nodeTurnEmitted(.metricsComputed)) {
      try Tape(of: [.opening(at: .zero)], through: reducers)
    }
  }

  @Test func `says one thing when its timer wakes it`() throws {
    let reducers = ScriptedReducers(
      tickIngest: { if $0.isInput { $1.arm(.candleClose, InstrumentID(0), due: .seconds(5)) } },
      waking: { instrument, _, outbox in
        outbox.emit(.closed(tag: 1))
        outbox.emit(.closed(tag: 2))
      })
    var stage = Stage(reducers)
    try stage.run(tick)
    #expect(throws: TurnFault.timerEmittedMore(.ingest)) { try stage.run(.stop(at: .seconds(9))) }
    #expect(stage.tape.turns.count == 1)
  }

  @Test(
    arguments: [
      (.notItsEvent(.tickRejected, .kernel), "KernelActor said ingest.tick-rejected"),
      (.timerEmittedMore(.ingest), "TickIngest say more than one thing"),
      (.nodeTurnEmitted(.metricsComputed), "with kernel.metrics-computed"),
      (.badReference(.metricsComputed, 17), "event 17"),
      (.unreadable(sequence: 4, .badFlags), "Event 4 cannot be read: frame flags do not fit"),
      (.timeWentBack(sequence: 9, from: .seconds(2), to: .seconds(1)), "Event 9 is of 1970-01-01"),
    ] as [(TurnFault, String)])
  func `is told in words what it did`(fault: TurnFault, words: String) {
    #expect(fault.description.contains(words))
  }
}

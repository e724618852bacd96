import Events
import Market
import Testing
import Turns

@Suite struct `A timer` {
  /// When which instrument's timer spoke: the turns that no input began.
  private func spoken(_ inputs: Input..., reducers: AlarmReducers = AlarmReducers()) throws
    -> [String]
  {
    try Tape(of: inputs, through: reducers).spoken()
  }

  @Test func `fires before the input behind it, as a turn of its own at its due time`() throws {
    let tape = try Tape(
      of: [.alarm(0, due: 5_000, at: .zero), .tick(at: .seconds(9))], through: AlarmReducers())
    let events = try tape.events()
    #expect(events.map(\.kind) == [.tickReceived, .candleClosed, .tickReceived])
    #expect(events.map(\.at) == [0, 5, 9].map { .seconds($0) })
    #expect(events[1].cause == 0 && !events[1].isInput)
    #expect(tape.turns.map(\.eventCount) == [1, 1, 1])
    #expect(tape.turns.map(\.isInput) == [true, false, true])
  }

  @Test func `fires at the very instant of an input, and not a nanosecond before`() throws {
    let alarm = Input.alarm(0, due: 5_000, at: .zero)
    #expect(try spoken(alarm, .noAlarm(0, at: .seconds(5))) == ["0 at 5000"])
    let justBefore = Timestamp(nanoseconds: 4_999_999_999)
    #expect(try spoken(alarm, .noAlarm(0, at: justBefore), .stop(at: .seconds(9))) == [])
  }

  @Test func `fires for an event of the node too`() throws {
    #expect(
      try spoken(.alarm(0, due: 5_000, at: .zero), .stop(at: .seconds(5))) == ["0 at 5000"])
  }

  @Test func `waits for its turn among others by due time, then by instrument`() throws {
    let spoken = try spoken(
      .alarm(6, due: 4_000, at: .zero), .alarm(0, due: 5_000, at: .zero),
      .alarm(4, due: 3_000, at: .zero), .alarm(2, due: 4_000, at: .zero),
      .alarm(8, due: 4_001, at: .zero), .stop(at: .seconds(9)))
    #expect(spoken == ["4 at 3000", "2 at 4000", "6 at 4000", "8 at 4001", "0 at 5000"])
  }

  @Test(arguments: [3_000, 7_000] as [Int64])
  func `is replaced when it is set again, earlier or later`(due: Int64) throws {
    let spoken = try spoken(
      .alarm(0, due: 5_000, at: .zero), .alarm(0, due: due, at: .zero), .stop(at: .seconds(9)))
    #expect(spoken == ["0 at \(due)"])
  }

  @Test func `does not fire once it is canceled, until it is set again`() throws {
    let spoken = try spoken(
      .alarm(0, due: 2_000, at: .zero), .alarm(2, due: 2_000, at: .zero),
      .noAlarm(0, at: .seconds(1)), .alarm(0, due: 6_000, at: .seconds(3)), .stop(at: .seconds(9)))
    #expect(spoken == ["2 at 2000", "0 at 6000"])
  }

  @Test func `fires once`() throws {
    let spoken = try spoken(
      .alarm(0, due: 2_000, at: .zero), .stop(at: .seconds(9)), .stop(at: .seconds(99)))
    #expect(spoken == ["0 at 2000"])
  }

  @Test(arguments: [0, 3_000, 5_000] as [Int64])
  func `that is due already counts as due a second from now`(due: Int64) throws {
    let spoken = try spoken(.alarm(0, due: due, at: .seconds(5)), .stop(at: .seconds(9)))
    #expect(spoken == ["0 at 6000"])
  }

  @Test func `that is due a nanosecond from now keeps its time`() throws {
    let now = Timestamp(nanoseconds: 4_999_999_999)
    #expect(try spoken(.alarm(0, due: 5_000, at: now), .stop(at: .seconds(9))) == ["0 at 5000"])
  }

  @Test func `that says nothing leaves no turn and moves no time`() throws {
    var stage = Stage(AlarmReducers())
    try stage.run(.alarm(1, due: 5_000, at: .zero), .tick(0, bid: nil, at: .seconds(9)))
    #expect(stage.tape.turns.count == 2)
    #expect(stage.engine.position.lastSequence == 2)
    #expect(try stage.tape.spoken() == [])
  }

  @Test func `that says nothing may set timers, as in the turns that are stored`() throws {
    // Instrument 1 wakes at 5, 12 and 19 s; each time it sets 2 to now, which is a second on.
    let spoken = try spoken(
      .alarm(1, due: 5_000, at: .zero), .stop(at: .seconds(30)),
      reducers: AlarmReducers(repeatAfter: 7_000))
    #expect(spoken == ["2 at 6000", "2 at 13000", "2 at 20000"])
  }

  @Test func `does not fire at the end of a feed`() throws {
    #expect(try spoken(.alarm(0, due: 5_000, at: .zero), .tick(2, at: .seconds(4))) == [])
  }

  @Test func `is applied by its own actor first, then by the others`() throws {
    var stage = Stage(
      ScriptedReducers(
        tickIngest: { if $0.isInput { $1.arm(.candleClose, InstrumentID(0), due: .seconds(5)) } },
        kernel: { if $0.body.kind == .candleClosed { $1.emit(.metrics) } },
        waking: { $2.emit(.closed($0.number)) }))
    try stage.run(.tick(at: .zero), .stop(at: .seconds(6)))
    #expect(stage.engine.reducers.order == "T1 K1 T2 K2 K3 M2 M3")
    let events = try stage.tape.events()
    #expect(events.map(\.cause) == [0, 0, 2, 0])
    #expect(events.map(\.at) == [0, 5, 5, 6].map { .seconds($0) })
  }

  @Test func `that speaks is found in its record among others of the same instant`() throws {
    let alarms: [Input] = [.alarm(1, due: 5_000, at: .zero), .alarm(2, due: 5_000, at: .zero)]
    let rest = [Input.stop(at: .seconds(8)), .stop(at: .seconds(99))]
    let whole = try Tape(of: alarms + rest, through: CountingReducers())
    #expect(try whole.spoken() == ["2 at 5000", "2 at 15000", "2 at 35000", "2 at 65000"])
    let before = try Tape(of: alarms + rest[..<1], through: CountingReducers())
    var after = Stage(going: try before.replayed(by: CountingReducers(), as: .restore))
    try after.run(rest[1...])
    #expect(before.turns + after.tape.turns == whole.turns)
  }

  /// Feeds with timers of every sort; the last input passes them all.
  private static let inputs: [Input] = [
    .alarm(0, due: 3_000, at: .zero), .alarm(1, due: 3_000, at: .zero),
    .alarm(2, due: 1_000, at: .seconds(2)), .noAlarm(0, at: .milliseconds(2_500)),
    .alarm(4, due: 9_000, at: .seconds(4)), .alarm(4, due: 8_000, at: .seconds(6)),
    .alarm(0, due: 10_000, at: .seconds(7)), .stop(at: .seconds(9)), .tick(at: .seconds(40)),
  ]

  @Test(arguments: [TurnMode.verify, .restore], 1..<inputs.count)
  func `is obeyed alike in run, verify and restore`(mode: TurnMode, cut: Int) throws {
    let reducers = AlarmReducers(repeatAfter: 4_000)
    let whole = try Tape(of: Self.inputs, through: reducers)
    let before = try Tape(of: Self.inputs[..<cut], through: reducers)
    var after = Stage(going: try before.replayed(by: reducers, as: mode))
    #expect(after.engine.difference == nil)
    try after.run(Self.inputs[cut...])
    #expect(before.turns + after.tape.turns == whole.turns)
  }
}

extension Tape {
  /// `0 at 5000`: instrument 0's timer spoke at 5,000 ms.
  func spoken() throws -> [String] {
    try events().filter { !$0.isInput && $0.cause == 0 }.map { event in
      let milliseconds = event.at.nanoseconds / nanosecondsPerMillisecond
      return "\(event.instrument?.number ?? 99) at \(milliseconds)"
    }
  }
}

import Events
import Market
import Testing
import Turns

/// Quotes that are given to reducers without an event, beside the general way.
@Suite struct `A quote` {
  @Test(arguments: 0..<12 as Range<UInt64>)
  func `is recorded as the general way records it`(seed: UInt64) throws {
    let inputs = RandomFeed.inputs(2_000, seed: seed)
    var fast = Stage(Reducers())
    var general = Stage(GeneralReducers())
    try fast.run(inputs)
    try general.run(inputs)
    #expect(fast.tape == general.tape, "seed \(seed)")
    #expect(fast.engine.sections() == general.engine.sections(), "seed \(seed)")
  }

  @Test func `is told to the reducers as it stands, and to nobody else`() throws {
    var stage = Stage(AttentiveReducers())
    try stage.run(.tick(3, bid: 1_100_000, ask: 1_100_020, at: .seconds(5), stamp: .seconds(4)))
    #expect(stage.engine.reducers.quotes == ["3 1100000 1100020 4000000000"])
    #expect(stage.engine.reducers.events == 0)
    #expect(try stage.tape.kinds() == [.tickReceived])
  }

  @Test func `that is not single is applied as an event`() throws {
    let plain = TickReceived(
      instrument: InstrumentID(0), bid: Price(micros: 1_100_000), ask: Price(micros: 1_100_020))
    var odd = [TickReceived](repeating: plain, count: 7)
    odd[0].bid = nil
    odd[1].ask = nil
    odd[2].firstMid = Price(micros: 1_100_010)
    odd[3].lowMid = Price(micros: 1_100_010)
    odd[4].highMid = Price(micros: 1_100_010)
    odd[5].merged = 2
    odd[6].fromCandle = .open
    for tick in odd {
      var stage = Stage(AttentiveReducers())
      try stage.run(.of(.tickReceived(tick), at: .seconds(5)))
      #expect(stage.engine.reducers.quotes == [])
      let subscribers = ActorName.allCases.count { EventKind.tickReceived.subscribers.contains($0) }
      #expect(stage.engine.reducers.events == subscribers)
    }
  }

  @Test func `sets timers, and comes behind those that are due before it`() throws {
    var stage = Stage(AttentiveReducers(alarm: .seconds(4)))
    try stage.run(.tick(at: .seconds(3)), .tick(at: .seconds(4)), .tick(at: .seconds(5)))
    let events = try stage.tape.events()
    #expect(events.map(\.kind) == [.tickReceived, .candleClosed, .tickReceived, .tickReceived])
    #expect(events.map(\.at) == [3, 4, 4, 5].map { .seconds($0) })
    #expect(stage.engine.reducers.quotes.count == 3)
  }

  @Test func `opens a candle, and the timer that closes it`() throws {
    var stage = Stage(Reducers())
    try stage.run(.opening(at: .seconds(60)), .listing(0, at: .seconds(60)))
    try stage.run(.tick(at: .seconds(61)), .stop(at: .seconds(122)))
    #expect(try stage.tape.kinds().contains(.candleClosed))
  }

  @Test func `leaves no refusal behind`() throws {
    var stage = Stage(Reducers())
    try stage.run(.opening(at: .seconds(60)), .listing(0, at: .seconds(60)))
    try stage.run(.tick(at: .seconds(61)))
    try stage.run(.tick(ask: 1, at: .seconds(62)))
    #expect(stage.engine.lastInputWasRefused == true)
    try stage.run(.tick(at: .seconds(63)))
    #expect(stage.engine.lastInputWasRefused == false)
  }
}

/// Reducers that take every quote without an event, and note it.
private struct AttentiveReducers: ReducerSet {
  /// When the timer is due that the first quote sets.
  var alarm: Timestamp?
  private(set) var quotes: [String] = []
  /// Events applied instead.
  private(set) var events = 0

  init(alarm: Timestamp? = nil) { self.alarm = alarm }

  func judge(_ event: borrowing Event, into outbox: inout Outbox) {}

  mutating func apply(_ actor: ActorName, _ event: borrowing Event, into outbox: inout Outbox) {
    events += 1
  }

  func wake(
    _ timer: TimerName, _ instrument: InstrumentID, at: Timestamp, into outbox: inout Outbox
  ) { outbox.emit(.closed()) }

  func admits(_ quote: Quote) -> Bool { true }

  mutating func apply(quote: Quote, into outbox: inout Outbox) -> ActorName? {
    if let alarm, quotes.isEmpty { outbox.arm(.candleClose, quote.instrument, due: alarm) }
    quotes.append(
      "\(quote.instrument.number) \(quote.bid) \(quote.ask) \(quote.occurredAt.nanoseconds)")
    return nil
  }
}

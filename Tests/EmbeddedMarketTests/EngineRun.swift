import EmbeddedMarket
import Events
import Ingest
import Kernel
import Market
import Turns

/// Keeps every turn of a run, frame by frame.
struct TurnBox: ~Copyable, TurnSink {
  private(set) var bytes: [UInt8] = []

  mutating func take(_ turn: borrowing TurnRecord) {
    bytes.append(contentsOf: turn.frames.bytes)
  }
}

/// A synthetic market run through the reducers in a plain loop, without a journal.
struct EngineRun {
  let frames: [UInt8]
  let inputs: Int

  init(seed: UInt64, days: Int64) throws {
    var engine = TurnEngine(Reducers())
    var box = TurnBox()
    for (index, instrument) in EmbeddedMarket.instruments.enumerated() {
      let listing = Input(time: .zero, occurredAt: .zero, source: 0, position: 0) { arena in
        .instrumentListed(
          InstrumentListed(
            instrument: InstrumentID(UInt16(index)), digits: UInt8(instrument.digits),
            name: arena.intern(instrument.name)))
      }
      try engine.run(listing, into: &box)
    }
    var market = EmbeddedMarket(seed: seed, days: days)
    var inputs = 0
    while let quote = market.next() {
      let tick = TickReceived(
        instrument: InstrumentID(UInt16(quote.instrument)), bid: quote.bid, ask: quote.ask)
      try engine.run(
        Input(
          time: quote.time, occurredAt: quote.time, source: UInt16(quote.instrument + 1),
          position: quote.ordinal, body: .tickReceived(tick)), into: &box)
      inputs += 1
    }
    frames = box.bytes
    self.inputs = inputs
  }

  /// Decides every turn again.
  ///
  /// - Returns: The first place that came out differently; nil if none did.
  func replay() throws -> Difference? {
    try frames.withUnsafeBytes { bytes in
      var engine = TurnEngine(Reducers())
      var reader = TurnReader(bytes)
      var turn: [Frame] = []
      while try reader.nextTurn(into: &turn) {
        try engine.replay(bytes, turn, as: .verify)
        if let difference = engine.difference { return difference }
      }
      return nil
    }
  }

  /// Hands over the bodies of all events, in order, each with the buffer where large ones stand.
  func eachBody(_ apply: (EventBody, borrowing ByteBuffer) -> Void) throws {
    try frames.withUnsafeBytes { bytes in
      var reader = TurnReader(bytes)
      var turn: [Frame] = []
      var arena = ByteBuffer()
      while try reader.nextTurn(into: &turn) {
        arena.removeAll()
        for frame in turn { apply(try frame.body(in: bytes, arena: &arena), arena) }
      }
    }
  }
}

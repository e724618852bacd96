import Events
import Manifold
import Market
import Numerics
import TestSupport
import Turns

/// The settings of an opening that matter here.
struct Opening: Equatable, Sendable {
  var stride: Int64 = 4
  var precision: Int64 = 2
  /// Evidence, in bits: into stabilizing and converged, out of them.
  var thresholds: [Int64] = [2, 4, 1, 3]

  static let standard = Opening()

  var payload: RunStarted {
    RunStarted.opening(
      candleSource: .broker, thresholds: thresholds, stride: stride, precision: precision)
  }
}

/// The frames of a run, turn by turn.
struct Tape: TurnSink, Equatable {
  var turns: [[UInt8]] = []

  mutating func take(_ turn: borrowing TurnRecord) { turns.append([UInt8](turn.frames.bytes)) }
}

/// All reducers at work on candles, and what they said.
final class MarketRun {
  private var engine: TurnEngine<Reducers>
  private(set) var tape = Tape()

  var reducers: Reducers { engine.reducers }

  /// A journal that begins with an opening and the listing of its instruments.
  init(_ instruments: [Instrument] = [.euroDollar], _ opening: Opening = .standard) {
    engine = TurnEngine(Reducers())
    open(opening)
    for (number, instrument) in instruments.enumerated() { list(instrument, number) }
  }

  /// Goes on where a copy of the reducers stands.
  init(after other: MarketRun) {
    engine = TurnEngine(copying: other.engine)
    tape = other.tape
  }

  /// Goes on behind a tape, whose turns fresh actors receive as they stand.
  init(restoring tape: Tape) throws {
    engine = try tape.replayed(as: .restore)
    self.tape = tape
  }

  func open(_ opening: Opening) { take { .runStarted($0.put(opening.payload)) } }

  private func list(_ instrument: Instrument, _ number: Int) {
    take { arena in
      .instrumentListed(
        InstrumentListed(
          instrument: InstrumentID(UInt16(number)), digits: UInt8(instrument.digits),
          name: arena.intern(instrument.name)))
    }
  }

  func apply(_ bars: [Bar], of instrument: UInt16 = 0, barSeconds: Int64 = 60) {
    for bar in bars { apply(bar, of: instrument, barSeconds: barSeconds) }
  }

  /// - Parameter bar: For an instrument of five digits: its deci-points are millionths.
  func apply(
    _ bar: Bar, of instrument: UInt16 = 0, barSeconds: Int64 = 60, side: PriceSide = .mid,
    unit: Int64 = 1
  ) {
    func price(_ count: Int64?) -> Price? { count.map { Price(micros: $0 * unit) } }
    let open = Timestamp(nanoseconds: bar.openMilliseconds * nanosecondsPerMillisecond)
    let close = open.adding(nanoseconds: barSeconds * nanosecondsPerSecond)
    take(
      .candleReceived(
        CandleReceived(
          instrument: InstrumentID(instrument), openAt: open, barSeconds: barSeconds, side: side,
          open: price(bar.open), high: price(bar.high), low: price(bar.low),
          close: price(bar.close), volume: bar.volume)), at: close)
  }

  func take(_ body: EventBody, at time: Timestamp = .zero) {
    take(at: time) { _ in body }
  }

  func take(at time: Timestamp = .zero, _ make: (inout ByteBuffer) -> EventBody) {
    do {
      try engine.run(
        Input(time: time, occurredAt: time, source: 1, position: 1, make), into: &tape)
    } catch {
      fatalError("\(error)")
    }
  }

  /// The document of the day that is not over.
  func openDocument(of instrument: UInt16 = 0) -> DayDocument? {
    reducers.manifold.openDocument(of: InstrumentID(instrument))
  }
}

extension Instrument {
  static let euroDollar = Instrument(name: "EUR_USD", digits: 5)
  static let poundDollar = Instrument(name: "GBP_USD", digits: 5)
  static let dollarYen = Instrument(name: "USD_JPY", digits: 3)
}

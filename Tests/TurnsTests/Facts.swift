import Events
import Kernel
import Market
import Numerics
import TestSupport
import Turns

extension Timestamp {
  static func seconds(_ seconds: Int64) -> Timestamp {
    Timestamp(nanoseconds: seconds * nanosecondsPerSecond)
  }

  static func milliseconds(_ milliseconds: Int64) -> Timestamp {
    Timestamp(nanoseconds: milliseconds * nanosecondsPerMillisecond)
  }
}

extension Input {
  /// - Parameter stamp: The world's own stamp, where it is not the input's time.
  static func of(
    _ body: EventBody, at time: Timestamp, stamp: Timestamp? = nil, source: UInt16 = 1
  ) -> Input {
    Input(time: time, occurredAt: stamp ?? time, source: source, position: 1, body: body)
  }

  /// A quote, with prices in millionths.
  static func tick(
    _ instrument: UInt16 = 0, bid: Int64? = 1_100_000, ask: Int64? = 1_100_020,
    at time: Timestamp, stamp: Timestamp? = nil
  ) -> Input {
    let tick = TickReceived(
      instrument: InstrumentID(instrument), bid: bid.map { Price(micros: $0) },
      ask: ask.map { Price(micros: $0) })
    return .of(.tickReceived(tick), at: time, stamp: stamp)
  }

  /// A complete minute candle, which ends at its time.
  static func candle(at time: Timestamp) -> Input {
    let price = Price(micros: 1_100_000)
    let candle = CandleReceived(
      instrument: InstrumentID(0), openAt: time.adding(nanoseconds: -60 * nanosecondsPerSecond),
      barSeconds: 60, side: .bid, open: price, high: price, low: price, close: price)
    return .of(.candleReceived(candle), at: time)
  }

  /// Tells `AlarmReducers` to set a timer.
  static func alarm(_ instrument: UInt16, due milliseconds: Int64, at time: Timestamp) -> Input {
    .tick(instrument, bid: milliseconds, at: time)
  }

  /// Tells `AlarmReducers` to cancel a timer.
  static func noAlarm(_ instrument: UInt16, at time: Timestamp) -> Input {
    .tick(instrument, ask: nil, at: time)
  }

  static func listing(_ instrument: UInt16, digits: UInt8 = 5, at time: Timestamp) -> Input {
    let listing = InstrumentListed(
      instrument: InstrumentID(instrument), digits: digits, name: Text(offset: 0, count: 0))
    return .of(.instrumentListed(listing), at: time, source: 0)
  }

  /// An opening with minute bars and the standard thresholds.
  static func opening(
    _ number: Int64 = 1, barSeconds: Int64 = 60, at time: Timestamp
  ) -> Input {
    Input(time: time, occurredAt: time, source: 0, position: 1) { arena in
      .runStarted(arena.put(RunStarted.opening(number, barSeconds: barSeconds)))
    }
  }

  static func stop(at time: Timestamp) -> Input {
    .of(
      .runStopped(RunStopped(opening: 1, reason: .endOfFeed, wallClock: .zero)), at: time,
      source: 0)
  }
}

extension EventBody {
  static let refusal = EventBody.tickRejected(
    TickRejected(instrument: InstrumentID(0), reason: .crossed))
  static let candleRefusal = EventBody.candleRejected(
    CandleRejected(instrument: InstrumentID(0), reason: .stale))

  /// A event of TickIngest; `tag` tells one from another.
  static func closed(_ instrument: UInt16 = 0, tag: Int64 = 1) -> EventBody {
    let price = Price(micros: 1_100_000)
    return .candleClosed(
      CandleClosed(
        instrument: InstrumentID(instrument), openAt: .zero, barSeconds: 60, side: .mid,
        open: price, high: price, low: price, close: price, volume: tag))
  }

}

extension MetricsComputed {
  /// A event of KernelActor: what it emits of the first candle of its life.
  static let metrics: MetricsComputed = {
    var kernel = KernelReducer()
    var outbox = Outbox()
    for (sequence, body) in [Input.listing(0, at: .zero).body, .closed()].enumerated() {
      kernel.apply(
        Event(
          sequence: UInt64(sequence + 1), cause: 0, at: .zero, occurredAt: .zero, isInput: true,
          body: body), into: &outbox)
    }
    guard case .metricsComputed(let place) = outbox.emitted[0].body else {
      preconditionFailure("the kernel answers a candle with metrics")
    }
    return outbox[place]
  }()
}

extension SignalComputed {
  /// A event of ManifoldActor.
  static let signal = SignalComputed(
    instrument: InstrumentID(0), kernel: .kernelV1, asOf: .seconds(60),
    price: Price(micros: 1_100_000), coherence: Ratio(micros: 0), stability: Ratio(micros: 0),
    entropy: Ratio(micros: 0), rupture: Ratio(micros: 0), bias: Ratio(micros: 0), evidenceMbits: 0,
    state: .flux, band: .hot, generation: 0, pin: 0, pinPrev: 0, pairs: 0, overlapCount: 0,
    flipCount: 0, runAge: 0, lambdaHazard: Ratio(micros: 0), sigmaEff: 0,
    signature: Text(offset: 0, count: 0), count1h: 1, echoCount: 0, firstSeen: .seconds(60))
}

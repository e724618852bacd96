import Events
import Market
import Numerics
import TestSupport
import Turns

/// Records what reducers make of quotes, as pages.
struct PageTape: ~Copyable {
  /// The frames of the turns since the last cut.
  private struct Frames: TurnSink {
    var bytes: [UInt8] = []

    mutating func take(_ turn: borrowing TurnRecord) { bytes += turn.frames.bytes }
  }

  private var engine = TurnEngine(Reducers())
  private var frames = Frames()
  private var market = SplitMix64(seed: 7)
  private var mid: [Int64] = [1_100_000, 150_000_000]

  /// A Monday, at midnight.
  private static let begin: Int64 = 1_704_672_000_000

  /// The run's start and two instruments.
  ///
  /// - Parameter stride: A signal every so many candles.
  mutating func open(stride: Int64 = 4) throws {
    let at = Timestamp(nanoseconds: Self.begin * nanosecondsPerMillisecond)
    try run(
      Input(time: at, occurredAt: at, source: 0, position: 1) { arena in
        .runStarted(arena.put(RunStarted.opening(stride: stride)))
      })
    for instrument in 0..<2 as Range<UInt16> {
      try run(
        Input(time: at, occurredAt: at, source: 0, position: 1) { arena in
          .instrumentListed(
            InstrumentListed(
              instrument: InstrumentID(instrument), digits: instrument == 0 ? 5 : 3,
              name: arena.intern(instrument == 0 ? "EUR_USD" : "USD_JPY")))
        })
    }
  }

  /// Quotes of both instruments in turn, whose mids walk by up to three points.
  ///
  /// - Parameter milliseconds: After midnight.
  mutating func quotes(
    from milliseconds: Int64, count: Int, everyMilliseconds step: Int64
  ) throws {
    for number in 0..<count {
      let instrument = number % 2
      let point: Int64 = instrument == 0 ? 10 : 1_000
      mid[instrument] += (Int64(market.next(below: 7)) - 3) * point
      let time = Self.begin + milliseconds + Int64(number / 2) * 2 * step
      let at = Timestamp(nanoseconds: time * nanosecondsPerMillisecond)
      let quote = TickReceived(
        instrument: InstrumentID(UInt16(instrument)), bid: Price(micros: mid[instrument]),
        ask: Price(micros: mid[instrument] + 2 * point))
      try run(
        Input(
          time: at, occurredAt: at, source: UInt16(instrument + 1), position: Int64(number) + 1,
          body: .tickReceived(quote)))
    }
  }

  /// The frames so far; what follows begins another page.
  mutating func cut() -> [UInt8] {
    defer { frames = Frames() }
    return frames.bytes
  }

  private mutating func run(_ input: Input) throws { try engine.run(input, into: &frames) }
}

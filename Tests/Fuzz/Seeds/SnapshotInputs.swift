import Events
import Market
import Numerics
import TestSupport
import Turns

/// What a feed could bring to reducers that stand anywhere: quotes and candles that are taken, bridged,
/// refused and late, rows that are none, a new day and a new run.
enum SnapshotInputs {
  private static let price: Int64 = 1_100_000

  static func after(_ now: Timestamp) -> [Input] {
    var inputs: [Input] = []
    // Up to 300 s two quotes are linked, up to four hours they lie in one register; then a later day.
    for seconds in [0, 1, 61, 62, 130, 500, 560, 15_000, 15_060, 15_120, 101_520] as [Int64] {
      let at = now.adding(nanoseconds: seconds * nanosecondsPerSecond)
      for instrument in 0...1 as ClosedRange<UInt16> {
        inputs.append(tick(instrument, bid: price + 10 * seconds, spread: 20, at))
      }
      inputs.append(tick(0, bid: price, spread: -10, at))
      inputs.append(candle(0, endingAt: at, close: price + 10 * (seconds % 7)))
      inputs.append(candle(1, endingAt: at, close: price - 10 * (seconds % 5)))
      inputs.append(
        input(
          .rowRejected(
            RowRejected(
              instrument: InstrumentID(0), line: 1, reason: .notText,
              head: Text(offset: 0, count: 0))), at))
    }
    inputs.insert(opening(at: now), at: inputs.count / 2)
    return inputs
  }

  /// A run's start, one instrument, and quotes of it for so many minutes, two a minute.
  static func walk(minutes: Int) -> [Input] {
    guard minutes > 0 else { return [] }
    let begin = Timestamp(nanoseconds: 1_704_672_000 * nanosecondsPerSecond)
    let listing = Input(time: begin, occurredAt: begin, source: 0, position: 1) { arena in
      .instrumentListed(
        InstrumentListed(instrument: InstrumentID(0), digits: 5, name: arena.intern("EUR_USD")))
    }
    var inputs = [opening(at: begin), listing]
    var random = SplitMix64(seed: 7)
    var bid = price
    for half in 0..<2 * minutes {
      bid += 10 * (Int64(random.next(below: 7)) - 3)
      let at = begin.adding(nanoseconds: Int64(half) * 30 * nanosecondsPerSecond)
      inputs.append(tick(0, bid: bid, spread: 20, at))
    }
    return inputs
  }

  private static func input(_ body: EventBody, _ at: Timestamp, source: UInt16 = 1) -> Input {
    Input(time: at, occurredAt: at, source: source, position: 1, body: body)
  }

  private static func tick(
    _ instrument: UInt16, bid: Int64, spread: Int64, _ at: Timestamp
  ) -> Input {
    input(
      .tickReceived(
        TickReceived(
          instrument: InstrumentID(instrument), bid: Price(micros: bid),
          ask: Price(micros: bid + spread))), at)
  }

  /// The last whole minute candle that is over at a time.
  private static func candle(
    _ instrument: UInt16, endingAt at: Timestamp, close: Int64
  ) -> Input {
    let minute = 60 * nanosecondsPerSecond
    let openAt = max(0, at.nanoseconds / minute * minute - minute)
    return input(
      .candleReceived(
        CandleReceived(
          instrument: InstrumentID(instrument), openAt: Timestamp(nanoseconds: openAt),
          barSeconds: 60, side: .bid, open: Price(micros: price),
          high: Price(micros: price + 100), low: Price(micros: price - 100),
          close: Price(micros: close))), at)
  }

  private static func opening(at time: Timestamp) -> Input {
    Input(time: time, occurredAt: time, source: 0, position: 1) { arena in
      .runStarted(arena.put(RunStarted.opening(2, stride: 1)))
    }
  }
}

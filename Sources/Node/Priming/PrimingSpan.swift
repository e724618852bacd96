import Feeds
import Market

/// Which candles prime a run.
struct PrimingSpan: Sendable {
  enum Place {
    case before
    case within
    /// It closes after the first row: whoever saw it would see the future.
    case after
  }

  /// The time of the first row that the run takes: `at` of every primed candle.
  let start: Timestamp
  /// Candles that open earlier are not asked for; nil for no limit.
  let begin: Timestamp?
  let barSeconds: Int64
  /// Whether the first row is itself a candle that closes at the start: another one that does is the run's.
  private let startsWithCandle: Bool

  /// - Parameter days: How many days before the start, from the begin of a bar on.
  init(before first: FeedItem, days: Int64?, barSeconds: Int64) {
    start = first.time
    self.barSeconds = barSeconds
    if case .candle = first.row { startsWithCandle = true } else { startsWithCandle = false }
    let bar = barSeconds * nanosecondsPerSecond
    begin = days.map { days in
      let begin = first.time.nanoseconds - days * 86_400 * nanosecondsPerSecond
      return Timestamp(nanoseconds: max(0, begin) / bar * bar)
    }
  }

  func place(of openAt: Timestamp) -> Place {
    if let begin, openAt < begin { return .before }
    let closeAt = openAt.nanoseconds + barSeconds * nanosecondsPerSecond
    let isIn = startsWithCandle ? closeAt < start.nanoseconds : closeAt <= start.nanoseconds
    return isIn ? .within : .after
  }
}

/// What came of a priming besides its candles, counted on the feed's thread.
final class PrimingTally: @unchecked Sendable {
  private let lock = Condition()
  private var after: Int64 = 0
  private var refused: Int64 = 0

  func noteLeftOut() { lock.locked { after += 1 } }

  func noteRefusedTick() { lock.locked { refused += 1 } }

  /// Candles that close after the first row of the run.
  var leftOut: Int64 { lock.locked { after } }

  /// Rows and ticks that entered no candle, because they are none or TickIngest refuses them.
  var refusedTicks: Int64 { lock.locked { refused } }
}

package import Allocator
package import Evaluator
import Events
package import Journal
package import Market
import Turns

/// The shadows of a journal, stepped again over its candles and metrics.
package struct ShadowBook: Sendable {
  package struct Row: Sendable {
    package let instrument: InstrumentID
    package let view: ShadowView
    /// Every trade that ended, oldest first. A sealed journal's child has those since its birth.
    package let trades: [Evaluator.Trade]
  }

  /// The instant that the rows are for.
  package private(set) var at: Timestamp
  /// Those that have a shadow, as listed.
  package private(set) var rows: [Row] = []

  /// - Parameter limit: Events after it are not taken; nil: to the journal's end.
  package init(of log: any EventLog, path: String, at limit: Timestamp?) throws {
    var engine = TurnEngine(Reducers())
    _ = try Replay.begin(log, path, into: &engine, atMost: 0)
    var allocator = engine.reducers.allocator
    var newest = engine.position.at
    var trades = Collected()
    try AllocatorEvents.forEach(in: log, path: path) { event, _, outbox in
      guard limit.map({ event.at <= $0 }) ?? true else { return }
      newest = event.at
      allocator.apply(event, into: &outbox)
      switch event.body {
      case .candleReceived(let candle): trades.look(candle.instrument, allocator)
      case .candleClosed(let candle): trades.look(candle.instrument, allocator)
      case .metricsComputed(let place): trades.look(outbox[place].instrument, allocator)
      default: break
      }
    }
    at = limit ?? newest
    for number in trades.instruments {
      let id = InstrumentID(UInt16(number))
      guard let view = allocator.shadow(of: id, at: at) else { continue }
      rows.append(Row(instrument: id, view: view, trades: trades.of(number)))
    }
  }
}

/// The trades of each instrument, as they end.
private struct Collected {
  private var trades: [[Evaluator.Trade]] = []
  private var numbers: [UInt64] = []

  var instruments: Range<Int> { trades.indices }

  func of(_ instrument: Int) -> [Evaluator.Trade] { trades[instrument] }

  /// Takes the newest trade of an instrument, unless it was taken: an event ends one at most.
  mutating func look(_ instrument: InstrumentID, _ allocator: borrowing AllocatorReducer) {
    while trades.count <= instrument.index {
      trades.append([])
      numbers.append(0)
    }
    guard let newest = allocator.newestTrade(of: instrument),
      newest.number > numbers[instrument.index]
    else { return }
    numbers[instrument.index] = newest.number
    trades[instrument.index].append(newest.trade)
  }
}

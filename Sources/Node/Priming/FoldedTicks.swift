import Configuration
import Events
import Feeds
import Ingest
import Market

/// Candles that are folded from ticks as a run would: by a TickIngest of its own.
///
/// Candles come by close, then by instrument, however the ticks lie in files. The place of one is that of its
/// last tick, so a fold from the same begin knows which were taken already. At the end the bars that are over
/// by the start are closed too; a bar that is not over is left out.
final class FoldedTicks<Ticks: FeedSource & ~Copyable>: PastCandles {
  private struct Folded {
    var closeAt: Int64
    var instrument: Int
    var item: FeedItem
  }

  private var ticks: Ticks
  private let span: PrimingSpan
  private let startAfter: [Int64]
  private let offset: Int
  private let tally: PrimingTally
  /// By file.
  private let instruments: [InstrumentID]

  private var ingest = IngestReducer()
  private var outbox = Outbox()
  /// By instrument: when its open bar closes without a further tick, and the tick taken last.
  private var due: [Int64]
  private var last: [(file: Int, ordinal: Int64)]
  private var nextDue = Int64.max
  /// Closed bars, until no earlier one can come; by close, then instrument.
  private var held: [Folded] = []
  private var ready: [FeedItem] = []
  private var isOver = false

  /// - Parameters:
  ///   - files: The instrument of each file.
  ///   - startAfter: By file, the place of the last candle that is not wanted again.
  init(
    _ ticks: consuming Ticks, of files: [Instrument], _ span: PrimingSpan, startAfter: [Int64],
    offset: Int, tally: PrimingTally
  ) {
    self.ticks = ticks
    self.span = span
    self.startAfter = startAfter
    self.offset = offset
    self.tally = tally
    var listed: [Instrument] = []
    instruments = files.map { instrument in
      if !listed.contains(instrument) { listed.append(instrument) }
      return InstrumentID(UInt16(listed.firstIndex(of: instrument) ?? 0))
    }
    due = listed.map { _ in .max }
    last = listed.map { _ in (0, 0) }
    open(listed)
  }

  /// Tells the fold's own TickIngest the bar and the instruments.
  private func open(_ listed: [Instrument]) {
    var settings = Settings()
    settings.barSeconds = span.barSeconds
    let opening = Opening(settings: settings, trading: .standard)
    tell(opening.started(&outbox.arena))
    for (number, instrument) in listed.enumerated() {
      tell(Opening.listing(instrument, as: number)(&outbox.arena))
    }
    outbox.arena.removeAll()
  }

  private func tell(_ body: EventBody) {
    ingest.apply(
      Event(sequence: 1, cause: 0, at: .zero, occurredAt: .zero, isInput: true, body: body),
      into: &outbox)
  }

  func next() throws(FeedError) -> FeedItem? {
    while ready.isEmpty {
      if isOver { return nil }
      if let item = try ticks.next() {
        take(item)
      } else {
        finish()
      }
    }
    return ready.removeLast()
  }

  private func take(_ item: FeedItem) {
    close(through: item.time.nanoseconds)
    guard case .tick(let stamp, let bid?, let ask?) = item.row else {
      return tally.noteRefusedTick()
    }
    let instrument = instruments[item.file]
    let quote = Quote(
      instrument: instrument, bid: bid.micros, ask: ask.micros, at: item.time, occurredAt: stamp,
      sequence: 0, position: item.ordinal, source: 0)
    guard ingest.admits(quote) else { return tally.noteRefusedTick() }
    ingest.apply(quote: quote, into: &outbox)
    if !outbox.isEmpty { obey() }
    last[instrument.index] = (item.file, item.ordinal)
  }

  /// Closes the bars whose time is over, and gives out those that none can come before any more.
  private func close(through now: Int64) {
    while nextDue <= now {
      for index in due.indices where due[index] == nextDue {
        due[index] = .max
        ingest.wake(
          .candleClose, InstrumentID(UInt16(index)), at: Timestamp(nanoseconds: nextDue),
          into: &outbox)
        obey()
      }
      nextDue = due.min() ?? .max
    }
    guard let first = held.first,
      first.closeAt + IngestReducer.closeDelayNanoseconds <= now
    else { return }
    let count =
      held.firstIndex { $0.closeAt + IngestReducer.closeDelayNanoseconds > now } ?? held.count
    ready = held.prefix(count).reversed().map(\.item)
    held.removeFirst(count)
  }

  private func obey() {
    for emitted in outbox.emitted {
      guard case .candleClosed(let candle) = emitted.body else { continue }
      tell(emitted.body)
      hold(candle)
    }
    for timer in outbox.timers {
      guard let instant = timer.due else { continue }
      due[timer.instrument.index] = instant.nanoseconds
      nextDue = due.min() ?? .max
    }
    outbox.clear()
  }

  private func finish() {
    isOver = true
    for index in due.indices {
      if let candle = ingest.openCandle(of: InstrumentID(UInt16(index))) { hold(candle) }
    }
    ready = held.reversed().map(\.item)
    held.removeAll()
  }

  private func hold(_ candle: CandleClosed) {
    switch span.place(of: candle.openAt) {
    case .before: return
    case .after: return tally.noteLeftOut()
    case .within: break
    }
    let index = candle.instrument.index
    let place = last[index]
    guard place.ordinal > startAfter[place.file] else { return }
    let folded = Folded(
      closeAt: candle.openAt.nanoseconds + span.barSeconds * nanosecondsPerSecond,
      instrument: index,
      item: FeedItem(
        file: place.file + offset, ordinal: place.ordinal, line: place.ordinal, time: span.start,
        row: .candle(CandleRow(candle))))
    let behind = held.firstIndex {
      ($0.closeAt, $0.instrument) > (folded.closeAt, folded.instrument)
    }
    held.insert(folded, at: behind ?? held.count)
  }
}

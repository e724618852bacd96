import Events
import Feeds
import Journal
package import Market
import Numerics

/// Another journal whose candles prime a run: those it took whole and those it built of ticks.
///
/// Of a child only what stands in it counts, not what its parents hold.
package struct PrimingJournal: Sendable {
  let path: String
  let id: JournalID
  let barSeconds: Int64
  /// By instrument wanted: its source, and its number in that journal.
  let origins: [FeedOrigin]
  let numbers: [InstrumentID]

  /// Looks at a journal.
  ///
  /// - Parameter instruments: Those of the run. What the journal holds of others is passed over.
  /// - Throws: `JournalError`; `RunError.nothingToPrime` where it lists none of them.
  package init(_ path: String, instruments: [Instrument]) throws {
    let log = try LMDBEventLog.openForReading(path)
    defer { log.close() }
    let history = try JournalHistory.readNodeEvents(log, path: path)
    let id = log.identity.id
    let titles = history.synthetic
    // Whatever shows the source shows that its candles are of no real market.
    let name = titles.isEmpty ? "journal:\(path)" : "\(titles[0]), of journal:\(path)"
    var origins: [FeedOrigin] = []
    var numbers: [InstrumentID] = []
    for (number, listed) in history.instruments.enumerated()
    where instruments.contains(where: { $0.name == listed.name }) {
      let instrument = InstrumentID(UInt16(number))
      let side = history.feeds.first { $0.instrument == instrument && $0.side != nil }?.side
      origins.append(
        FeedOrigin(
          path: name, instrument: listed, size: 0,
          headHash: SHA256.digest(of: Array("journal \(id.hex), \(listed.name)".utf8)),
          side: side ?? .mid))
      numbers.append(instrument)
    }
    guard let last = history.openings.last, !origins.isEmpty else {
      throw RunError.nothingToPrime(
        source: "journal:\(path)", known: history.instruments.map(\.name))
    }
    self.path = path
    self.id = id
    barSeconds = last.barSeconds
    self.origins = origins
    self.numbers = numbers
  }
}

/// Reads the candles of a journal, a few thousand at a time.
///
/// The place of a candle is 3 n − 1, where n is its event, as if each event were a row.
final class PastJournal: PastCandles {
  private static let batch = 4_096

  private let journal: PrimingJournal
  private let span: PrimingSpan
  private let startAfter: [Int64]
  private let offset: Int
  private let tally: PrimingTally
  private var log: LMDBEventLog?
  private var nextEvent: UInt64 = 1
  private var isOver = false
  /// Newest first.
  private var ready: [FeedItem] = []

  init(
    _ journal: PrimingJournal, _ span: PrimingSpan, startAfter: [Int64], offset: Int,
    tally: PrimingTally
  ) {
    self.journal = journal
    self.span = span
    self.startAfter = startAfter
    self.offset = offset
    self.tally = tally
  }

  func next() throws(FeedError) -> FeedItem? {
    while ready.isEmpty, !isOver {
      do {
        try fill()
      } catch {
        throw .unreadable(file: "journal:\(journal.path)", reason: "\(error)")
      }
    }
    return ready.popLast()
  }

  private func fill() throws {
    let log = try log ?? LMDBEventLog.openForReading(journal.path)
    self.log = log
    nextEvent = max(nextEvent, log.identity.base.lastSequence + 1)
    isOver = true
    var arena = ByteBuffer()
    try JournalWalk.turns(of: log, path: journal.path, from: nextEvent) { turn in
      guard turn.firstSequence >= nextEvent else { return true }
      guard ready.count < Self.batch else {
        isOver = false
        return false
      }
      nextEvent = turn.firstSequence + UInt64(turn.frames.count)
      let isRefused =
        turn.frames.count > 1 && turn.frames[1].kind == EventKind.candleRejected.rawValue
      guard !isRefused else { return true }
      for (place, frame) in turn.frames.enumerated() {
        guard
          frame.kind == EventKind.candleReceived.rawValue
            || frame.kind == EventKind.candleClosed.rawValue
        else { continue }
        arena.removeAll()
        let body = try frame.body(in: turn.bytes, arena: &arena)
        take(body, at: turn.firstSequence + UInt64(place))
      }
      return true
    }
    ready.reverse()
    if isOver { log.close() }
  }

  private func take(_ body: EventBody, at sequence: UInt64) {
    let row: CandleRow
    let instrument: InstrumentID
    switch body {
    case .candleReceived(let candle):
      (row, instrument) = (CandleRow(candle), candle.instrument)
    case .candleClosed(let candle):
      (row, instrument) = (CandleRow(candle), candle.instrument)
    default: return
    }
    // A journal of mixed bars or sides gives those that go with the run.
    guard let place = journal.numbers.firstIndex(of: instrument),
      row.barSeconds == span.barSeconds, row.side == journal.origins[place].side
    else { return }
    switch span.place(of: row.openAt) {
    case .before: return
    case .after: return tally.noteLeftOut()
    case .within: break
    }
    let ordinal = 3 * Int64(sequence) - 1
    guard ordinal > startAfter[place] else { return }
    ready.append(
      FeedItem(
        file: place + offset, ordinal: ordinal, line: Int64(sequence), time: span.start,
        row: .candle(row)))
  }
}

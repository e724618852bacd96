import Events
import Journal
import Market
import Turns

/// A log whose pages are another's and whose one snapshot is whatever was put there.
final class ForgedLog: EventLog, @unchecked Sendable {
  let identity: JournalIdentity
  private let log: any EventLog
  private var snapshot: [(key: UInt64, bytes: [UInt8])] = []

  init(_ log: any EventLog) {
    self.log = log
    identity = log.identity
  }

  /// Puts a snapshot there with one section replaced, its digests and checksum sound.
  func put(_ record: SnapshotRecord, with section: SnapshotSection) {
    let forged = SnapshotRecord(
      journal: record.journal, sequence: record.sequence, at: record.at, rules: record.rules,
      contentHead: record.contentHead, nodeHead: record.nodeHead, takenAt: record.takenAt,
      sections: record.sections.map { $0.name == section.name ? section : $0 })
    snapshot = [(record.sequence, forged.encoded())]
  }

  func append(_ pages: [PendingPage], snapshot: PendingSnapshot?) throws(JournalError) {}

  func forEachPage(
    from sequence: UInt64, _ body: (UInt64, UnsafeRawBufferPointer) throws -> Bool
  ) throws {
    try log.forEachPage(from: sequence, body)
  }

  func page(holding sequence: UInt64) throws(JournalError) -> (key: UInt64, bytes: [UInt8])? {
    try log.page(holding: sequence)
  }

  func snapshots() throws(JournalError) -> [(key: UInt64, bytes: [UInt8])] { snapshot }

  func close() {}
}

/// What a feed could bring next to reducers that stand anywhere: quotes and candles near and far.
enum ForgedInputs {
  /// - Parameter reachesADay: Whether a later day comes too: a day has 1,440 rounds, which take their time.
  static func after(_ now: Timestamp, instruments: UInt16, reachesADay: Bool = false) -> [Input] {
    var inputs: [Input] = []
    let later: [Int64] = reachesADay ? [15_000, 15_060, 101_520] : [1_500]
    for seconds in [0, 1, 61, 130, 560] + later {
      let at = now.adding(nanoseconds: seconds * nanosecondsPerSecond)
      guard at.isValid else { break }
      for instrument in 0..<instruments {
        let id = InstrumentID(instrument)
        for price in [1_100_000 + 10 * seconds, 150_000_000 + 1_000 * (seconds % 9)] as [Int64] {
          inputs.append(tick(id, price, at))
        }
      }
      inputs.append(candle(endingAt: at, close: 1_100_000 + 10 * (seconds % 7)))
    }
    return inputs
  }

  private static func tick(_ id: InstrumentID, _ price: Int64, _ at: Timestamp) -> Input {
    input(
      .tickReceived(
        TickReceived(
          instrument: id, bid: Price(micros: price), ask: Price(micros: price + 1_000))), at)
  }

  private static func candle(endingAt at: Timestamp, close: Int64) -> Input {
    let minute = 60 * nanosecondsPerSecond
    let openAt = max(0, at.nanoseconds / minute * minute - minute)
    return input(
      .candleReceived(
        CandleReceived(
          instrument: InstrumentID(0), openAt: Timestamp(nanoseconds: openAt), barSeconds: 60,
          side: .bid, open: Price(micros: 1_100_000), high: Price(micros: 1_100_100),
          low: Price(micros: 1_099_900), close: Price(micros: close))), at)
  }

  private static func input(_ body: EventBody, _ at: Timestamp) -> Input {
    Input(time: at, occurredAt: at, source: 1, position: 1, body: body)
  }
}

/// Turns that nobody keeps.
struct Unkept: TurnSink {
  mutating func take(_ turn: borrowing TurnRecord) {}
}

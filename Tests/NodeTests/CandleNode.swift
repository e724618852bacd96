import Events
import Feeds
import Foundation
import Journal
import Market
import Node
import Testing
import Turns

/// A folder of its own, with candle files to write and live runs to start in it.
///
/// Hold it as a stored property of the suite; it is removed with everything in it when let go.
final class CandleNode: Sendable {
  static let minute = nanosecondsPerSecond * 60

  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("candles-\(UUID().uuidString)").path

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func path(_ name: String) -> String { "\(folder)/\(name)" }

  /// Writes a file, and the folders on the way to it.
  @discardableResult
  func file(_ name: String, _ text: String) throws -> String {
    let url = URL(filePath: path(name))
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
    return path(name)
  }

  func discover(_ paths: [String], _ options: CandleOptions = CandleOptions()) throws -> [FeedFile]
  {
    try TickFeed.discover(paths, instruments: nil, candles: options)
  }

  /// The live path to the end of the files: threads, inbox, actors, LMDB.
  @discardableResult
  func run(
    _ files: [FeedFile], into journal: String = "journal", from: Timestamp? = nil,
    to: Timestamp? = nil
  ) async throws -> RunSummary {
    var request = RunRequest(journal: path(journal), files: files)
    request.from = from
    request.to = to
    request.durable = false
    return try await RunSession(request, inbox: Inbox()).run()
  }

  /// The live path, stopped after exactly these items: they wait in an inbox that takes no more.
  @discardableResult
  func run(
    _ files: [FeedFile], only items: [FeedItem], into journal: String
  ) async throws -> RunSummary {
    var request = RunRequest(journal: path(journal), files: files)
    request.durable = false
    let inbox = Inbox()
    #expect(items.isEmpty || inbox.put(items))
    inbox.close(.endOfFeed)
    return try await RunSession(request, inbox: inbox).run()
  }

  /// Reads a journal and closes it again.
  func reading<Value>(
    _ journal: String = "journal", _ body: (LMDBEventLog, String) throws -> Value
  ) throws -> Value {
    let log = try LMDBEventLog.openForReading(path(journal))
    defer { log.close() }
    return try body(log, path(journal))
  }

  /// Every event that is not the node's own, in order.
  func facts(_ journal: String = "journal") throws -> [RecordedEvent] {
    try events(journal).filter { !$0.event.body.kind.isNode }
  }

  func events(_ journal: String = "journal") throws -> [RecordedEvent] {
    try reading(journal) { log, path in
      var events: [RecordedEvent] = []
      try RecordedEvents.forEach(in: log, path: path, from: 1, to: .max) { event in
        events.append(event)
        return true
      }
      return events
    }
  }

  func replay(_ journal: String = "journal") throws -> ReplayReport {
    try reading(journal) { try Replay.verify($0, path: $1) }
  }

  /// The reducers as the journal leaves them.
  func reducers(_ journal: String = "journal") throws -> Reducers {
    try reading(journal) { log, path in
      var engine = TurnEngine(Reducers())
      _ = try Replay.restore(log, path: path, into: &engine)
      return engine.reducers
    }
  }
}

/// Text of candle files.
enum CandleText {
  /// One-sided rows at these multiples of the bar, each one of one price.
  static func bars(_ numbers: [Int64], seconds: Int64 = 60) -> String {
    "ts_ms,o,h,l,c\n" + numbers.map { row($0 * seconds * 1_000, price(of: $0)) }.joined()
  }

  /// One-sided rows at these instants.
  static func bars(at stamps: [Timestamp]) -> String {
    "ts_ms,o,h,l,c\n"
      + stamps.enumerated().map { number, stamp in
        row(stamp.nanoseconds / nanosecondsPerMillisecond, price(of: Int64(number)))
      }.joined()
  }

  /// Two-sided rows at these minutes, a pip wide, with a range.
  static func twoSided(_ minutes: [Int64]) -> String {
    "ts_ms,bo,bh,bl,bc,ao,ah,al,ac\n"
      + minutes.map { minute in
        let bid = "\(price(of: minute)),1.20000,1.00000,\(price(of: minute + 1))"
        let ask = "\(price(of: minute, 10)),1.20010,1.00010,\(price(of: minute + 1, 10))"
        return "\(minute * 60_000),\(bid),\(ask)\n"
      }.joined()
  }

  /// A price that goes up and down; `points` are added.
  static func price(of number: Int64, _ points: Int64 = 0) -> String {
    decimal(110_000 + number * 7 % 13 + points, places: 5)
  }

  private static func row(_ milliseconds: Int64, _ price: String) -> String {
    "\(milliseconds),\(price),\(price),\(price),\(price)\n"
  }
}

extension CandleOptions {
  /// `spreads`: micros by instrument.
  static func told(
    side: PriceSide? = nil, granularity: Granularity? = nil, _ spreads: (String, Int64)...
  ) -> CandleOptions {
    var options = CandleOptions()
    options.side = side
    options.granularity = granularity
    options.spreads = spreads.map { .init(instrument: $0.0, spread: Price(micros: $0.1)) }
    return options
  }
}

extension Event {
  var candle: CandleReceived? {
    if case .candleReceived(let candle) = body { candle } else { nil }
  }

  var quote: TickReceived? {
    if case .tickReceived(let tick) = body { tick } else { nil }
  }

  var candleFault: CandleFault? {
    if case .candleRejected(let refusal) = body { refusal.reason } else { nil }
  }

  var tickFault: TickFault? {
    if case .tickRejected(let refusal) = body { refusal.reason } else { nil }
  }

  /// Minutes since 1970.
  var minute: Int64 { at.nanoseconds / CandleNode.minute }
}

extension RecordedEvent {
  var metrics: MetricsComputed? {
    guard case .metricsComputed(let place) = event.body else { return nil }
    return sideBuffer()[place]
  }

  var opening: RunStarted? {
    guard case .runStarted(let place) = event.body else { return nil }
    return sideBuffer()[place]
  }

  var candle: CandleReceived? { event.candle }
  var quote: TickReceived? { event.quote }
  var candleFault: CandleFault? { event.candleFault }
  var tickFault: TickFault? { event.tickFault }
  var isInput: Bool { event.isInput }
  var at: Timestamp { event.at }
  var occurredAt: Timestamp { event.occurredAt }
  var position: Int64 { event.position }
  var source: UInt16 { event.source }
  var body: EventBody { event.body }
  var minute: Int64 { event.minute }
}

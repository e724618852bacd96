import Feeds
import Journal
import Market
import Node
import Numerics
import TestSupport

/// A folder of its own, with feeds to make and live runs to start in it.
struct TestNode: Sendable {
  let folder = TemporaryFolder()

  /// The files of a sample feed of two instruments.
  func sample(_ ticks: Int, seed: UInt64 = 7) throws -> [FeedFile] {
    try SampleTicks.write(to: folder.path("sample"), seed: seed, ticksPerInstrument: ticks)
    return try files("sample")
  }

  func files(_ names: String...) throws -> [FeedFile] {
    try TickFeed.discover(names.map { folder.path($0) }, instruments: nil)
  }

  /// The live path to the end of its files: threads, inbox, actors, LMDB.
  @discardableResult
  func run(
    _ files: [FeedFile], in journal: String = "journal", from: Timestamp? = nil,
    to: Timestamp? = nil, inbox: Inbox = Inbox()
  ) async throws -> RunSummary {
    var request = RunRequest(journal: folder.path(journal), files: files)
    request.from = from
    request.to = to
    request.durable = false
    return try await RunSession(request, inbox: inbox).run()
  }

  /// Reads a journal and closes it again.
  func reading<Value>(
    _ journal: String = "journal", _ body: (LMDBEventLog, String) throws -> Value
  ) throws -> Value {
    let path = folder.path(journal)
    let log = try LMDBEventLog.openForReading(path)
    defer { log.close() }
    return try body(log, path)
  }

  func replay(
    _ journal: String = "journal", from: UInt64 = 1, to: UInt64 = .max
  ) throws -> ReplayReport {
    try reading(journal) { try Replay.verify($0, path: $1, from: from, to: to) }
  }
}

/// Feeds as no good vendor sends them: stamps that run late, early and backwards by up to 60 s, holes,
/// equal stamps, rows that are none and prices that are refused.
struct RoughMarket {
  private var generator: SplitMix64

  init(seed: UInt64) { generator = SplitMix64(seed: seed) }

  /// - Returns: The text of a tick file.
  mutating func ticks(_ rows: Int, points: Int64, digits: Int) -> String {
    var text = "ts_ns,bid,ask\n"
    var clock: Int64 = 1_704_672_000_000
    var bid = points
    for _ in 0..<rows {
      clock += draw(0, 3_000)
      if draw(1, 100) == 1 { clock += draw(1, 20) * 60_000 }
      bid += draw(-5, 5)
      let stamp = clock + (draw(1, 4) == 1 ? draw(-60_000, 60_000) : 0)
      let ask = bid + draw(-1, 12)
      switch draw(1, 60) {
      case 1: text += "\(stamp)000000,\(price(bid, digits))\n"
      case 2: text += "\(stamp)000000,,\(price(ask, digits))\n"
      case 3: text += "\(stamp)000000,\(price(ask + 40, digits)),\(price(bid, digits))\n"
      case 4: text += "no row\n\n"
      default: text += "\(stamp)000000,\(price(bid, digits)),\(price(ask, digits))\n"
      }
    }
    return text
  }

  mutating func pieces(upTo most: Int64) -> Int { Int(draw(1, most)) }

  private mutating func draw(_ low: Int64, _ high: Int64) -> Int64 {
    low + Int64(generator.next(below: UInt64(high - low + 1)))
  }

  private func price(_ points: Int64, _ digits: Int) -> String {
    decimal(points, places: digits)
  }
}

extension TestNode {
  /// The files of a rough feed of three instruments.
  func rough(_ rows: Int, seed: UInt64) throws -> [FeedFile] {
    var market = RoughMarket(seed: seed)
    let eur = market.ticks(rows, points: 109_450, digits: 5)
    let jpy = market.ticks(rows, points: 144_520, digits: 3)
    let gbp = market.ticks(rows, points: 127_110, digits: 5)
    try folder.write("rough-\(seed)/EUR_USD.csv", eur)
    try folder.write("rough-\(seed)/USD_JPY.csv", jpy)
    try folder.write("rough-\(seed)/GBP_USD.csv", gbp)
    return try files("rough-\(seed)")
  }
}

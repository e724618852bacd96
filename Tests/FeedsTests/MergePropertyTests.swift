import Feeds
import Market
import Numerics
import Testing

@Suite struct `Any feed` {
  private let scratch = Scratch()
  private let instruments = ["EUR_USD", "USD_JPY", "GBP_USD", "CAD_JPY"]

  /// Rows of several files by index of file, written as a folder.
  private func write(_ content: [(name: String, rows: [Int64?])]) throws -> [FeedFile] {
    for (name, rows) in content { try scratch.file(name, lines(rows)) }
    return try TickFeed.discover([scratch.folder], instruments: nil)
  }

  /// Stamps that mostly ascend, with ties, strays and rejected rows as asked.
  private func stamps(
    _ generator: inout SplitMix64, count: Int, start: Int64, isTidy: Bool
  ) -> [Int64?] {
    var stamp = start
    return (0..<count).map { _ in
      stamp += Int64(generator.next(below: 3))
      guard !isTidy else { return stamp }
      switch generator.next(below: 8) {
      case 0: return nil
      case 1: return max(0, stamp + Int64(generator.next(below: 40)) - 20)
      default: return stamp
      }
    }
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `is one stream again after a split over files`(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let stream = (1...400).map { index in (stamp: Int64(index * 7), part: generator.next(below: 11))
    }
    let content = (0..<11 as Range<UInt64>).map { part in
      (
        name: "\(instruments[Int(part % 4)])/\(part).csv",
        rows: stream.filter { $0.part == part }.map { Int64?($0.stamp) }
      )
    }
    let files = try write(content.filter { !$0.rows.isEmpty })
    let reading = read(files)
    #expect(reading.failure == nil, "seed \(seed)")
    #expect(reading.times == stream.map(\.stamp), "seed \(seed)")
    let parts = reading.items.map { files[$0.file].path.split(separator: "/").last }
    #expect(parts == stream.map { "\($0.part).csv" }, "seed \(seed)")
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `goes by time, instrument, file and row, with many ties`(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    var content: [(name: String, rows: [Int64?])] = []
    for index in 0..<9 {
      let start = Int64(generator.next(below: 60))
      let rows = stamps(&generator, count: 40, start: start, isTidy: true)
      content.append((name: "\(instruments[index % 4])/\(index).csv", rows: rows))
    }
    let items = read(try write(content)).items
    #expect(items.count == 360, "seed \(seed)")
    // Files are in order of instrument already, so file and ordinal break every tie.
    let sorted = items.sorted { left, right in
      (left.time.nanoseconds, left.file, left.ordinal)
        < (right.time.nanoseconds, right.file, right.ordinal)
    }
    #expect(items == sorted, "seed \(seed)")
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `goes on after any row as if it had never stopped`(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    var content: [(name: String, rows: [Int64?])] = []
    for index in 0..<6 {
      let start = 30 + Int64(generator.next(below: 120))
      let rows = stamps(&generator, count: 30, start: start, isTidy: false)
      content.append((name: "\(instruments[index % 4])/\(index).csv", rows: [start] + rows))
    }
    let files = try write(content)
    let from = generator.next(below: 2) == 0 ? nil : Int64(generator.next(below: 100))
    let to = generator.next(below: 2) == 0 ? nil : 100 + Int64(generator.next(below: 100))
    let whole = read(files, from: from, to: to)
    #expect(whole.failure == nil, "seed \(seed)")
    var taken: [Int64] = files.map { _ in 0 }
    for (index, item) in whole.items.enumerated() {
      let rest = read(files, startAfter: taken, from: from, to: to).items
      #expect(rest == Array(whole.items[index...]), "seed \(seed), after \(index) rows")
      taken[item.file] = item.ordinal
    }
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `times its rows by the definition`(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let rows = [5] + stamps(&generator, count: 300, start: 100, isTidy: false)
    let files = try write([(name: "EUR_USD.csv", rows: rows)])
    var expected: [Int64] = []
    for (index, stamp) in rows.enumerated() {
      let next = rows[(index + 1)...].lazy.compactMap { $0 }.first ?? .max
      expected.append(stamp.map { min($0, next) } ?? expected.last ?? 0)
    }
    #expect(read(files).times == expected, "seed \(seed)")
  }
}

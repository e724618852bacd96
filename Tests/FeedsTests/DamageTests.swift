import Feeds
import Foundation
import Numerics
import Testing

@Suite struct `A damaged file` {
  private let scratch = Scratch()
  private let whole: Reading

  init() throws {
    whole = read(try scratch.file("EUR_USD-whole.csv", GzipSamples.text))
    #expect(whole.items.count == 40)
  }

  @Test func `is told wherever gzip is cut, after rows that are right`() throws {
    for length in 1..<GzipSamples.deflated.count {
      let path = try scratch.file("EUR_USD.csv.gz", GzipSamples.deflated[..<length])
      let cut = read(path)
      guard case .truncated(path, let line) = cut.failure else {
        Issue.record("cut after \(length) bytes: \(String(describing: cut.failure))")
        continue
      }
      #expect(cut.rows == Array(whole.rows.prefix(cut.items.count)), "cut after \(length) bytes")
      #expect(line > Int64(cut.items.count), "cut after \(length) bytes")
    }
  }

  @Test func `is told wherever a bit is turned, unless no row depends on it`() throws {
    for index in GzipSamples.deflated.indices {
      for bit in 0..<8 {
        var damaged = GzipSamples.deflated
        damaged[index] ^= 1 << UInt8(bit)
        let reading = read(try scratch.file("EUR_USD.csv.gz", damaged))
        #expect(
          reading.failure != nil || reading.rows == whole.rows, "byte \(index), bit \(bit)")
      }
    }
  }

  @Test func `gives the rows of the sound members before the damage`() throws {
    let day = GzipSamples.stored(Array(lines((0..<4_000).map { $0 }).utf8))
    let cases: [([UInt8], (String) -> FeedError)] = [
      (Array(day[..<100]), { .truncated(file: $0, line: 8_009) }),
      (
        [0, 0],
        {
          .corrupt(
            file: $0, line: 8_001, reason: "bytes that are no gzip follow the gzip stream")
        }
      ),
      (
        [0x1f, 0x8b, 9, 0],
        { .corrupt(file: $0, line: 8_001, reason: "unknown compression method") }
      ),
    ]
    for (tail, failure) in cases {
      let path = try scratch.file("EUR_USD.csv.gz", day + day + tail)
      let files = try TickFeed.discover([path], instruments: nil)
      let reading = read(files)
      #expect(reading.failure == failure(path))
      #expect(reading.items.count >= 8_000)
    }
  }

  @Test func `fails again when it is asked again`() throws {
    let path = try scratch.file(
      "EUR_USD.csv", lines((0..<10_000).map { $0 }) + String(repeating: "7", count: 1_100_000))
    let files = try TickFeed.discover([path], instruments: nil)
    var feed = TickFeed(files, startAfter: [9_999], from: nil, to: nil)
    #expect(try feed.next()?.ordinal == 10_000)
    for _ in 0..<3 {
      do {
        _ = try feed.next()
        Issue.record("the feed went on")
      } catch {
        #expect(error == .lineTooLong(file: path, line: 10_001))
      }
    }
  }

  @Test func `is told when it changed since it was discovered`() throws {
    let text = lines((0..<10_000).map { $0 })
    let path = try scratch.file("EUR_USD.csv", text)
    let files = try TickFeed.discover([path], instruments: nil)
    try scratch.file("EUR_USD.csv", "7" + text.dropFirst())
    #expect(
      read(files).failure
        == .changedWhileReading(
          file: path, line: 1, reason: "its first 64 KiB are other bytes now"))
    try scratch.file("EUR_USD.csv", String(text.dropLast(5)))
    #expect(
      read(files).failure
        == .changedWhileReading(
          file: path, line: 1,
          reason: "it had \(text.utf8.count) bytes and has \(text.utf8.count - 5) now"))
    try FileManager.default.removeItem(atPath: path)
    #expect(read(files).failure == .notFound(file: path))
  }

  @Test func `is told when it is cut while it is read`() throws {
    let text = lines((0..<20_000).map { $0 })
    let path = try scratch.file("EUR_USD.csv", text)
    let files = try TickFeed.discover([path], instruments: nil)
    var feed = TickFeed(files, startAfter: [0], from: nil, to: nil)
    _ = try feed.next()
    #expect(truncate(path, 100_000) == 0)
    var last: Int64 = 0
    do {
      while let item = try feed.next() { last = item.ordinal }
      Issue.record("the cut was not noticed")
    } catch {
      let line = last + 1
      let reason = "it had \(text.utf8.count) bytes and has 100000 now"
      #expect(error == .changedWhileReading(file: path, line: line, reason: reason))
    }
  }

  @Test func `is read to where it ended when it was discovered`() throws {
    let path = try scratch.file("EUR_USD.csv", lines([1, 2]))
    let files = try TickFeed.discover([path], instruments: nil)
    let appending = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    try appending.seekToEnd()
    try appending.write(contentsOf: Data(lines([3]).utf8))
    try appending.close()
    // Its head is shorter than 64 KiB, so the hash covers what was there and nothing more.
    #expect(read(files).times == [1, 2])
  }

  @Test(arguments: 0..<200 as Range<UInt64>)
  func `of random bytes never traps`(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let alphabets: [[UInt8]] = [
      Array(0...255), Array("0123456789.,\n".utf8), Array("01,.-\r\n \t".utf8) + [0xef, 0xff, 0],
    ]
    let alphabet = alphabets[Int(generator.next(below: 3))]
    let prefixes: [[UInt8]] = [
      [], Array("ts_ns,bid,ask\n".utf8), Array("1,1,1\n".utf8), [0x1f, 0x8b, 8, 0],
      Array(GzipSamples.deflated.prefix(Int(generator.next(below: 359)))),
    ]
    let noise = (0..<Int(generator.next(below: 3_000))).map { _ in
      alphabet[Int(generator.next(below: UInt64(alphabet.count)))]
    }
    let bytes = prefixes[Int(generator.next(below: 5))] + noise
    let reading = read(try scratch.file("EUR_USD.csv", bytes))
    #expect(
      reading.ordinals == Array(reading.ordinals.indices.map { Int64($0 + 1) }), "seed \(seed)")
    #expect(reading.failure != nil || !reading.items.isEmpty, "seed \(seed)")
  }
}

import Feeds
import Market
import Testing

@Suite struct `A tick file` {
  private let scratch = Scratch()

  private func reading(_ text: String) throws -> Reading {
    read(try scratch.file("EUR_USD.csv", text))
  }

  @Test(arguments: [
    "ts_ns,bid,ask\n1,1.1,1.2\n2,1.1,1.2\n", "1,1.1,1.2\n2,1.1,1.2\n", "1,1.1,1.2\n2,1.1,1.2",
    "ts_ns,bid,ask\r\n1,1.1,1.2\r\n2,1.1,1.2\r\n", "1,1.1,1.2\r\n2,1.1,1.2\r",
    "\u{feff}ts_ns,bid,ask\n1,1.1,1.2\n2,1.1,1.2\n", "\u{feff}1,1.1,1.2\n2,1.1,1.2\n",
    " ts_ns ,\tbid, ask\n 1 , 1.1\t,1.2 \n2,  1.1,1.2\n",
  ])
  func `reads the same in every tolerated form`(text: String) throws {
    let reading = try reading(text)
    #expect(reading.failure == nil)
    #expect(reading.rows == [tick(1), tick(2)])
    #expect(reading.ordinals == [1, 2])
  }

  @Test func `counts blank lines as lines, not as rows`() throws {
    let reading = try reading(
      "\n \t\nts_ns,bid,ask\n\r\n1,1.1,1.2\n\nnonsense\n\n  \n3,1.1,1.2\n\n")
    #expect(reading.items.map(\.line) == [5, 7, 10])
    #expect(reading.ordinals == [1, 2, 3])
  }

  @Test(
    arguments: [
      ("ts_ms,o,h,l\n1,1,1,1\n", 1, "ts_ms,o,h,l"), ("hello\n", 1, "hello"),
      ("\n\nbid,ask\n1,1.1,1.2\n", 3, "bid,ask"), ("\u{0}\u{1}\n", 1, ".."),
      ("ts_ns,bid,ask,volume\n", 1, "ts_ns,bid,ask,volume"), ("x,1.1,1.2\n", 1, "x,1.1,1.2"),
    ] as [(String, Int64, String)])
  func `begins with the header or a quote`(text: String, line: Int64, found: String) throws {
    let path = scratch.path("EUR_USD.csv")
    #expect(try reading(text).failure == .notATickFile(file: path, line: line, found: found))
  }

  @Test func `has the header once: a second one is a rejected row`() throws {
    let reading = try reading("ts_ns,bid,ask\n1,1.1,1.2\nts_ns,bid,ask\n2,1.1,1.2\n")
    #expect(
      reading.rows == [
        tick(1), .rejected(reason: .badStamp, head: Array("ts_ns,bid,ask".utf8)), tick(2),
      ])
  }

  @Test func `may have lines of up to 1 MiB, rejected, and no longer ones`() throws {
    let mebibyte = String(repeating: "7", count: 1 << 20)
    let good = try reading("1,1.1,1.2\n\(mebibyte)\n2,1.1,1.2\n\(mebibyte)")
    #expect(good.failure == nil)
    #expect(good.items.map(\.line) == [1, 2, 3, 4])
    for end in ["", "\n", "\n3,1.1,1.2\n"] {
      let bad = try reading("1,1.1,1.2\n\n2,1.1,1.2\n\(mebibyte)7\(end)")
      #expect(bad.failure == .lineTooLong(file: scratch.path("EUR_USD.csv"), line: 4))
    }
  }

  @Test func `gives every row before a line that is too long`() throws {
    let stamps = (1...20_000).map { Int64($0) }
    let path = try scratch.file(
      "EUR_USD.csv", lines(stamps) + String(repeating: "7", count: 1_100_000))
    let reading = read(path)
    #expect(reading.items.count == 20_000)
    #expect(reading.failure == .lineTooLong(file: path, line: 20_001))
  }

  @Test(arguments: [65_530, 65_535, 65_536, 65_537, 131_072])
  func `reads rows that lie across the edge of a chunk`(padding: Int) throws {
    let spaces = String(repeating: " ", count: 4_000) + "\n"
    let count = padding / spaces.count
    let rest = String(repeating: " ", count: padding - count * spaces.count - 1) + "\n"
    let reading = try reading(
      "0,1.1,1.2\n" + String(repeating: spaces, count: count) + rest + lines([1, 2, 3]))
    #expect(reading.times == [0, 1, 2, 3])
    #expect(reading.items.last?.line == Int64(count + 5))
  }
}

import Feeds
import Market
import Numerics
import Testing

@Suite struct `A row` {
  private let scratch = Scratch()

  /// What the only data row behind a good one says.
  private func row(_ line: [UInt8]) throws -> FeedRow? {
    let path = try scratch.file("EUR_USD.csv", Array("1,1.1,1.2\n".utf8) + line + [10])
    let reading = read(path)
    #expect(reading.failure == nil)
    return reading.items.count == 2 ? reading.items[1].row : nil
  }

  private func row(_ line: String) throws -> FeedRow? { try row(Array(line.utf8)) }

  @Test(
    arguments: [
      ("1.38676", 1_386_760), ("101.234", 101_234_000), ("1", 1_000_000), ("0", 0), ("-0", 0),
      ("-1.5", -1_500_000), ("0.000001", 1), ("1.386760000", 1_386_760), ("007.10", 7_100_000),
      ("123456789012345.5", nil), ("9223372036854.775807", Int64.max),
      ("9223372036854.775808", nil), ("-9223372036854.775808", Int64.min),
      ("-9223372036854.775809", nil), ("99999999999999999999999999", nil),
      ("1.3867601", nil), ("1.0000001000", nil), ("", nil), ("-", nil), ("+1", nil), (".5", nil),
      ("1.", nil), ("1.2.3", nil), ("1e5", nil), ("nan", nil), ("inf", nil),
      ("0x10", nil), ("1 000", nil), ("--1", nil), ("1.-5", nil), ("\u{661}", nil), ("1_0", nil),
    ] as [(String, Int64?)])
  func `holds a price exactly or not at all`(text: String, micros: Int64?) throws {
    #expect(try row("5,\(text),1.2") == quote(5, micros, 1_200_000))
    #expect(try row("5,1.1,\(text)") == quote(5, 1_100_000, micros))
    #expect(try row("5, \(text)\t,1.2") == quote(5, micros, 1_200_000))
  }

  @Test func `may lack both prices`() throws {
    #expect(try row("5,,") == quote(5, nil, nil))
  }

  @Test(
    arguments: [
      ("0", 0), ("00000000000000000000000000017", 17), ("4611686018427387903", (1 << 62) - 1),
      ("4611686018427387904", nil), ("9223372036854775808", nil), ("18446744073709551617", nil),
      ("99999999999999999999", nil), ("-1", nil), ("+1", nil), ("", nil), ("1.0", nil),
      ("1e9", nil),
      ("ts_ns", nil), ("1 2", nil),
    ] as [(String, Int64?)])
  func `has a stamp from 0 to 2^62 - 1`(text: String, stamp: Int64?) throws {
    let line = "\(text),1.1,1.2"
    let rejected = FeedRow.rejected(reason: .badStamp, head: Array(line.utf8))
    #expect(try row(line) == stamp.map(tick) ?? rejected)
    let spaced = " \(line)"
    let rejectedToo = FeedRow.rejected(reason: .badStamp, head: Array(spaced.utf8))
    #expect(try row(spaced) == stamp.map(tick) ?? rejectedToo)
  }

  @Test(
    arguments: [
      ("5", .missingFields), ("5,1.1", .missingFields), ("5;1.1;1.2", .missingFields),
      ("5,1.1,1.2,", .tooManyFields), ("5,1.1,1.2,7,8", .tooManyFields), (",,,", .tooManyFields),
      ("5,1.1,1\u{1}2", .notText), ("5,1.1\r,1.2", .notText), ("5,1.1,\u{7f}", .notText),
      ("ts_ns,bid,ask", .badStamp),
    ] as [(String, RowFault)])
  func `is rejected with its reason and its head`(line: String, reason: RowFault) throws {
    #expect(try row(line) == .rejected(reason: reason, head: Array(line.utf8)))
  }

  @Test func `is no text with bytes that are not UTF-8`() throws {
    for bad: [UInt8] in [[0xff], [0xc0, 0x80], [0xe2, 0x82], [0xed, 0xa0, 0x80], [0]] {
      let line = Array("5,1.1,".utf8) + bad
      #expect(try row(line) == .rejected(reason: .notText, head: line))
    }
    #expect(try row("5,1.1,€") == quote(5, 1_100_000, nil))
  }

  @Test func `is too long above 4 KiB, and its head has 64 bytes`() throws {
    let longest = Array("5,1.1,1.2".utf8) + [UInt8](repeating: 32, count: 4_087)
    #expect(longest.count == FeedRow.longestQuote)
    #expect(try row(longest) == tick(5))
    #expect(try row(longest + [13]) == tick(5))
    #expect(
      try row(longest + [32]) == .rejected(reason: .tooLong, head: Array(longest.prefix(64))))
  }

  @Test(arguments: 0..<8 as Range<UInt64>)
  func `is the same by the short cut and by the whole rule`(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let rows = (0..<2_000).map { _ in
      let stamp = String(generator.next() >> generator.next(below: 64))
      let prices = (0..<2).map { _ in
        let whole = String(generator.next() >> generator.next(below: 64))
        let places = String(generator.next()).prefix(Int(generator.next(below: 9)))
        return places.isEmpty && generator.next(below: 2) == 0 ? whole : "\(whole).\(places)"
      }
      return "\(stamp),\(prices[0]),\(prices[1])"
    }
    let plain = try scratch.file("EUR_USD-plain.csv", "1,1,1\n" + rows.joined(separator: "\n"))
    // A space sends every line the long way.
    let spaced = try scratch.file(
      "EUR_USD-spaced.csv", "1,1,1\n" + rows.map { $0 + " " }.joined(separator: "\n"))
    for (short, long) in zip(read(plain).items, read(spaced).items) {
      if case .rejected(let reason, _) = short.row, case .rejected(reason, _) = long.row {
        continue
      }
      #expect(short == long, "seed \(seed)")
    }
    #expect(read(plain).items.count == 2_001)
  }
}

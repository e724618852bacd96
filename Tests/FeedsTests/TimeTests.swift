import Feeds
import Testing

@Suite struct `The time of a row` {
  private let scratch = Scratch()

  private func reading(_ stamps: [Int64?]) throws -> Reading {
    read(try scratch.file("EUR_USD.csv", "ts_ns,bid,ask\n" + lines(stamps)))
  }

  @Test(
    arguments: [
      ([10, 20, 30], [10, 20, 30]), ([10, 10], [10, 10]), ([10], [10]),
      // One stray stamp is taken back by the row behind it.
      ([10, 99, 11, 12], [10, 11, 11, 12]), ([10, 3, 12], [3, 3, 12]),
      ([30, 20, 10], [20, 10, 10]),
      // A rejected row goes with the row before it, or with the first quote.
      ([10, nil, 20], [10, 10, 20]), ([10, nil, nil], [10, 10, 10]),
      ([nil, nil, 10, 20], [10, 10, 10, 20]), ([nil, 30, nil, 20], [20, 20, 20, 20]),
      ([10, nil, 5, nil, 7], [5, 5, 5, 5, 7]), ([nil, nil], [0, 0]),
    ] as [([Int64?], [Int64])])
  func `is its stamp, or the next stamp where that is earlier`(
    stamps: [Int64?], times: [Int64]
  ) throws {
    let reading = try reading(stamps)
    #expect(reading.times == times)
    #expect(reading.ordinals == Array(1...Int64(stamps.count)))
  }

  @Test func `looks across 4,095 rejected rows and no further`() throws {
    let few = [Int64?](repeating: nil, count: 4_095)
    #expect(try reading([20] + few + [10]).times == [Int64](repeating: 10, count: 4_097))
    let many = few + [nil]
    #expect(
      try reading([20] + many + [nil, 10]).times == [Int64](repeating: 20, count: 4_098) + [10])
  }

  @Test func `is 0 for 4,096 rejected rows at the start`() throws {
    let few = [Int64?](repeating: nil, count: 4_095)
    #expect(try reading(few + [10]).times == [Int64](repeating: 10, count: 4_096))
    let times = try reading(few + [nil, nil, 10, 20]).times
    #expect(times == [Int64](repeating: 0, count: 4_097) + [10, 20])
  }

  @Test func `is known for the rows before the file fails`() throws {
    let stamps = (1...20_000).map { Int64?($0) } + [nil]
    let reading = read(
      try scratch.file("EUR_USD.csv", lines(stamps) + String(repeating: "7", count: 1_100_000)))
    #expect(reading.failure != nil)
    #expect(reading.times == Array(1...20_000) + [20_000])
  }
}

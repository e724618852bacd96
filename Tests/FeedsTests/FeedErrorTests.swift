import Compression
import Feeds
import Market
import Testing

@Suite struct `A feed error` {
  private static let errors: [FeedError] = [
    .notFound(file: "a.csv"), .unreadable(file: "a.csv", reason: "Is a directory"),
    .emptyFolder(file: "a.csv"), .emptyFile(file: "a.csv"), .noRows(file: "a.csv"),
    .unknownInstrument(file: "a.csv", known: ["EUR_USD"]),
    .notATickFile(file: "a.csv", line: 1, found: "x"), .lineTooLong(file: "a.csv", line: 17),
    .truncated(file: "a.csv", line: 17), .corrupt(file: "a.csv", line: 17, reason: "bad block"),
    .changedWhileReading(file: "a.csv", line: 17, reason: "it had 2 bytes and has 1 now"),
    .sameFileTwice(file: "a.csv", other: "b.csv"), .unwritable(file: "a.csv", reason: "No space"),
  ]

  @Test(arguments: errors)
  func `names the file and says three things in full sentences`(error: FeedError) {
    let text = "\(error)"
    #expect(text.contains("a.csv"))
    #expect(text.hasSuffix("."))
    #expect(text.split(separator: ". ").count >= 3)
    #expect(!text.contains("\n"))
  }

  @Test(arguments: [
    CandleProblem.ticksAndCandles(ticks: "a.csv", candles: "b.csv"), .optionForTicks(file: "a.csv"),
    .barsDiffer(file: "a.csv", bar: .m1, other: "b.csv", otherBar: .m15),
    .barUnknown(file: "a.csv", rows: 1), .noSuchBar(file: "a.csv", milliseconds: 1_500),
    .notTheBarTold(file: "a.csv", told: .m1, milliseconds: 1_000),
    .sidesMixed(instrument: "EUR_USD", file: "a.csv", other: "b.csv"),
    .spreadForTwoSides(instrument: "EUR_USD", file: "a.csv"),
  ])
  func `is as plain about candles`(problem: CandleProblem) {
    let text = "\(FeedError.candles(problem))"
    #expect(text.contains("a.csv"))
    #expect(text.hasSuffix("."))
    #expect(text.split(separator: ". ").count >= 3)
    #expect(!text.contains("\n"))
  }

  @Test func `names the line where there is one`() {
    #expect("\(FeedError.lineTooLong(file: "a.csv", line: 17))".contains("line 17"))
    #expect("\(FeedError.truncated(file: "a.csv", line: 17))".contains("line 17"))
  }

  @Test func `says what was asked for and what is there`() {
    #expect(
      "\(FeedError.nothingSelected(missing: ["GBP_USD"], found: ["EUR_USD"]))"
        == """
        No file holds the instruments asked for: GBP_USD. \
        Nothing of this feed was read. \
        Choose from EUR_USD.
        """)
    #expect(
      "\(FeedError.nothingSelected(missing: [], found: []))"
        == """
        No file or no instrument was asked for. \
        Nothing of this feed was read. \
        Name at least one.
        """)
  }

  @Test(arguments: [
    CompressionError.notFound(file: "a.gz"), .unreadable(file: "a.gz", reason: "Is a directory"),
    .truncated(file: "a.gz"), .corrupt(file: "a.gz", reason: "bad block"),
    .trailingGarbage(file: "a.gz"), .shrunk(file: "a.gz", expected: 2, found: 1),
  ])
  func `is as plain one room further down`(error: CompressionError) {
    let text = "\(error)"
    #expect(text.contains("a.gz"))
    #expect(text.hasSuffix("."))
    #expect(text.split(separator: ". ").count >= 3)
  }
}

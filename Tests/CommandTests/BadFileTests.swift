import TestSupport
import Testing

/// A file or folder that can not be run, made by a line of shell, and what must be said of it.
struct BadFile: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let shell: String
  let emitted: String

  init(_ description: String, _ shell: String, _ emitted: String) {
    testDescription = description
    self.shell = shell
    self.emitted = emitted
  }

  /// Found before anything is recorded.
  static let atTheDoor = [
    BadFile("nothing there", "rm -r f", "There is no file or folder f."),
    BadFile("an empty folder", "", "The folder f holds no file of ticks or candles"),
    BadFile(
      "a folder of other files", "echo > f/notes.txt",
      "The folder f holds no file of ticks or candles"),
    BadFile("an empty file", ": > f/EUR_USD.csv", "f/EUR_USD.csv is empty."),
    BadFile(
      "a gzip file of nothing", "gzip -c < /dev/null > f/EUR_USD.csv.gz",
      "f/EUR_USD.csv.gz is empty."),
    BadFile(
      "a header alone", "echo ts_ns,bid,ask > f/EUR_USD.csv", "f/EUR_USD.csv has no data row."),
    BadFile(
      "an unknown instrument", "cp rows f/XAU_USD.csv",
      "The path of f/XAU_USD.csv does not say which instrument it holds."),
    BadFile(
      "two instruments in one name", "cp rows f/EUR_USD-USD_JPY.csv",
      "The path of f/EUR_USD-USD_JPY.csv does not say which instrument it holds."),
    BadFile(
      "another table", "echo day,close > f/EUR_USD.csv; echo 2024-01-08,1.1 >> f/EUR_USD.csv",
      "f/EUR_USD.csv, line 1, is neither a quote nor the header of"),
    BadFile(
      "binary noise", "cat noise > f/EUR_USD.csv",
      "f/EUR_USD.csv, line 1, is neither a quote nor the header of"),
    BadFile(
      "binary noise called gzip", "(printf '\\037\\213\\010'; cat noise) > f/EUR_USD.csv.gz",
      "f/EUR_USD.csv.gz is damaged at line 1"),
    BadFile(
      "one line of 20 MB", "head -c 20000000 /dev/zero | tr '\\0' 1 > f/EUR_USD.csv",
      "f/EUR_USD.csv, line 1, is longer than 1 MiB"),
    BadFile(
      "a good file beside a bad one", "cp rows f/EUR_USD.csv; : > f/USD_JPY.csv",
      "f/USD_JPY.csv is empty."),
    BadFile(
      "the same file twice", "cp rows f/EUR_USD.csv; cp rows f/EUR_USD-2.csv", "f/EUR_USD-2.csv and"
    ),
  ]

  /// Found when 2,000 good rows have been taken.
  static let onTheWay = [
    BadFile(
      "a truncated gzip", "cat rows | gzip -c | head -c -20 > f/EUR_USD.csv.gz",
      "f/EUR_USD.csv.gz stops at line "),
    BadFile(
      "a gzip that ends in something else", "(gzip -c < rows; cat noise) > f/EUR_USD.csv.gz",
      "f/EUR_USD.csv.gz is damaged at line "),
    BadFile(
      "one line of 20 MB", "(cat rows; head -c 20000000 /dev/zero | tr '\\0' 1) > f/EUR_USD.csv",
      "f/EUR_USD.csv, line 2002, is longer than 1 MiB"),
    BadFile(
      "binary noise", "cat rows noise > f/EUR_USD.csv",
      "f/EUR_USD.csv: 1,000 rows in a row were refused, the last at line "),
    BadFile(
      "1,000 rows that are none", "(cat rows; yes 1,2 | head -1000) > f/EUR_USD.csv",
      "f/EUR_USD.csv: 1,000 rows in a row were refused, the last at line 3001 as no row."),
    BadFile(
      "1,000 crossed quotes",
      "(cat rows; yes 1704680000000000000,1.2,1.1 | head -1000) > f/EUR_USD.csv",
      "f/EUR_USD.csv: 1,000 rows in a row were refused, the last at line 3001 as crossed."),
    BadFile(
      "the rows again, 1,000 of them backwards in time",
      "(cat rows; head -1002 rows) > f/EUR_USD.csv",
      "f/EUR_USD.csv: 1,000 rows in a row were refused, the last at line 3001 as out_of_order."),
  ]
}

@Suite struct `A bad file` {
  private let work = Workplace()

  init() throws {
    try work.folder.write("rows", "ts_ns,bid,ask\n\(goodRows(1...2_000))")
    var state: UInt64 = 7
    let noise = (0..<1_000_000).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(truncatingIfNeeded: state >> 33)
    }
    try work.folder.write("noise", noise)
    try work.folder.makeFolder("f")
  }

  @Test(arguments: BadFile.atTheDoor)
  func `is refused by name before anything is recorded`(bad: BadFile) async throws {
    _ = try await work.shell(bad.shell)
    let run = try await work.retrace("run", "--feed", "f", "--journal", "a")
    #expect(run.status == 2)
    #expect(run.out.isEmpty)
    #expect(run.err.hasPrefix("retrace: \(bad.emitted)"), "\(run.err)")
    #expect(
      run.err.contains("Nothing of this feed was read") || run.err.contains("Neither that line"))
    #expect(!work.folder.contains("a"))
    let json = try await work.retrace("run", "--feed", "f", "--journal", "a", "--json")
    #expect(json.status == 2)
    #expect(try json.json() == .object(["error": .text(String(run.err.dropFirst(9).dropLast()))]))
  }

  @Test(arguments: BadFile.onTheWay)
  func `ends the run with its line, and what came before stays`(bad: BadFile) async throws {
    _ = try await work.shell(bad.shell)
    let run = try await work.retrace("run", "--feed", "f", "--journal", "a", "--json")
    #expect(run.status == 2)
    #expect(run.err.hasPrefix("retrace: \(bad.emitted)"), "\(run.err)")
    let told = try run.json()
    #expect(run.err == "retrace: \(try told["failure"].text())\n")
    let kept = try await work.statistics("a")
    #expect(kept["inputs"] == told["inputs"] && kept["rejected"] == told["rejected"])
    let accepted = try told["inputs"].integer() - told["rejected"].integer()
    #expect((1_900...2_001).contains(accepted))
    let last = try await work.events("a").last
    #expect(last?["body"]["reason"] == .text("refused"))
    #expect(try await isSound("a", in: work))
  }

  @Test func `does not take the other files' rows before it away`() async throws {
    _ = try await work.shell(
      "cp rows f/GBP_USD.csv; (cat rows; yes 1,2 | head -1000) > f/EUR_USD.csv")
    let run = try await work.retrace("run", "--feed", "f", "--journal", "a", "--json")
    #expect(run.status == 2)
    let ticks = try await work.events("a", kind: "feed.tick-received")
    #expect(ticks.filter { $0["instrument"] == .text("GBP_USD") }.count >= 1_999)
  }

  @Test func `is one of 1,000 refusals in a row, not of 999 again and again`() async throws {
    _ = try await work.shell(
      """
      (head -1001 rows; yes 1,2 | head -999; sed -n 1002p rows; yes 1,2 | head -999; \
      sed -n '1003,$p' rows) > f/EUR_USD.csv
      """)
    let told = try await work.record("f", in: "a")
    #expect(try told["inputs"].integer() == 3_998)
    #expect(try told["rejected"].integer() == 1_998)
  }

  @Test func `is counted for itself alone, not with its neighbours`() async throws {
    _ = try await work.shell(
      "(head -2 rows; yes 1,2 | head -600) | tee f/EUR_USD.csv > f/GBP_USD.csv; cp rows f/AUD_USD.csv"
    )
    #expect(try await work.record("f", in: "a")["rejected"].integer() == 1_200)
  }
}

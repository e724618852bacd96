import TestSupport
import Testing

@Suite struct `Daily documents` {
  private let work = Workplace()

  /// Records a quote a minute: two hours of a day, a whole day, and an hour of a third.
  private func record() async throws {
    var rows = "ts_ns,bid,ask\n"
    var state: UInt64 = 7
    var points: Int64 = 108_500
    let midnight: Int64 = 1_719_878_400_000_000_000
    for number in 0..<Int64(120 + 1_440 + 60) {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      points += Int64(state >> 60) - 7
      let stamp = midnight + (number - 120) * 60_000_000_000 + 5_000_000_000
      rows += "\(stamp),\(price(points)),\(price(points + 2))\n"
    }
    try work.folder.write("ticks/EUR_USD.csv", rows)
    try await work.record(in: "a")
  }

  /// A count of 10^-5 between 1 and 2 as decimal text.
  private func price(_ points: Int64) -> String { "1.\("\(points)".dropFirst())" }

  private func manifold(_ arguments: String...) async throws -> Program.Outcome {
    try await Program.retrace.run(
      ["manifold", "--input", "journal:a"] + arguments, in: work.folder.path)
  }

  @Test func `hash to what was recorded when their days were closed`() async throws {
    try await record()
    let closed = try await work.events("a", kind: "manifold.day-closed")
    #expect(closed.count == 2)
    for day in closed {
      let date = String(try day["body"]["day"].text().prefix(10))
      let line = "$RETRACE manifold --input journal:a --date \(date) | head -c -1 | sha256sum"
      let sum = try await work.shell(line).out
      #expect(sum.hasPrefix(try day["body"]["text_sha256"].text()), "\(date)")
    }
  }

  @Test func `say of the day that is open that it is not complete`() async throws {
    try await record()
    let complete = try await manifold("--date", "2024-07-02").out
    let open = try await manifold("--date", "2024-07-03")
    #expect(open.status == 0)
    #expect(open.out.contains(#""complete":false"#) && complete.contains(#""complete":true"#))
  }

  @Test func `of all days come one a line, to a file as to standard output`() async throws {
    try await record()
    var days = ""
    for day in 1...3 { days += try await manifold("--date", "2024-07-0\(day)").out }
    #expect(days.split(separator: "\n").count == 3)
    let all = try await manifold()
    #expect(all.out == days && all.status == 0)
    let written = try await manifold("--output", "days.jsonl")
    #expect(written.out.isEmpty && written.status == 0)
    #expect(try work.folder.text(of: "days.jsonl") == days)
    #expect(!work.folder.contains("days.jsonl.part"))
  }

  @Test func `come with their digests in one JSON object`() async throws {
    try await record()
    let told = try await manifold("--json").json()["documents"].list()
    let closed = try await work.events("a", kind: "manifold.day-closed")
    #expect(told.count == 3)
    for (document, day) in zip(told, closed) {
      #expect(document["text_sha256"] == day["body"]["text_sha256"])
      #expect(document["text_bytes"] == day["body"]["text_bytes"])
      #expect(document["document"]["count"] == day["body"]["count"])
    }
    #expect(told[2]["complete"] == .flag(false))
  }

  @Test func `of synthetic quotes say so beside their text, which stays canonical`() async throws {
    try await work.demo(1, in: "a")
    for words in [[], ["--lines"], ["--output", "out"]] {
      let told = try await Program.retrace.run(
        ["manifold", "--input", "journal:a", "--instrument", "EUR_USD"] + words,
        in: work.folder.path)
      #expect(told.status == 0 && told.err == Workplace.synthetic)
      #expect(told.out.isEmpty == words.contains("--output") && !told.out.contains("synthetic"))
    }
    let json = try await manifold("--instrument", "EUR_USD", "--json")
    #expect(try json.json()["synthetic"][0] == .text("synthetic market, seed 1, days 1"))
    #expect(try json.json()["documents"].list().count == 1)
  }

  @Test func `that are not there come back as one object where JSON was asked for`() async throws {
    try await record()
    let refused = try await manifold("--date", "2024-07-04", "--json")
    #expect(refused.status == 1)
    let emitted = refused.err.dropFirst("retrace: ".count).dropLast()
    #expect(try refused.json() == .object(["error": .text(String(emitted))]))
  }

  @Test func `give way to a line for each candle`() async throws {
    try await record()
    let lines = try await manifold("--lines").out.split(separator: "\n")
    let kinds = try await work.statistics("a")["kinds"]
    #expect(.integer(Int64(lines.count)) == kinds["kernel.metrics-computed"])
    #expect(lines.allSatisfy { $0.split(separator: "|").count == 23 })
    let day = try await manifold("--lines", "--date", "2024-07-02").out.split(separator: "\n")
    #expect(day.count == 1_440)
    #expect(day[...] == lines[120..<1_560])
  }

  @Test(arguments: [["--date", "2024-07-04"], ["--date", "2024-07-04", "--lines"]])
  func `that are not there are refused, with the dates that are`(words: [String]) async throws {
    try await record()
    let refused = try await Program.retrace.run(
      ["manifold", "--input", "journal:a", "--output", "out"] + words, in: work.folder.path)
    #expect(refused.status == 1)
    #expect(refused.out.isEmpty)
    #expect(refused.err.contains("from 2024-07-01 to 2024-07-03"))
    #expect(!work.folder.contains("out") && !work.folder.contains("out.part"))
  }

  @Test func `ask for an instrument where a journal lists several`() async throws {
    try await work.sample()
    try await work.record(in: "a")
    let unnamed = try await manifold()
    #expect(unnamed.status == 2)
    #expect(unnamed.err.contains("There are EUR_USD, USD_JPY"))
    let foreign = try await manifold("--instrument", "GBP_USD")
    #expect(foreign.status == 2)
    #expect(foreign.err.contains("no instrument `GBP_USD`"))
    #expect(try await manifold("--instrument", "USD_JPY").status == 0)
  }

  @Test func `of a file of candles are those of a journal that read it`() async throws {
    var rows = "ts_ms,o,h,l,c\n"
    var points: Int64 = 108_500
    for number in 0..<Int64(1_600) {
      let next = points + number * number % 15 - 7
      // One row whose high lies below its open.
      let high = number == 50 ? points - 1 : max(points, next)
      rows +=
        "\(1_719_871_200_000 + number * 60_000),\(price(points)),\(price(high)),"
        + "\(price(min(points, next))),\(price(next))\n"
      points = next
    }
    try work.folder.write("candles/EUR_USD.csv", rows)
    try await work.record("candles", in: "a")
    let recorded = try await manifold()
    #expect(recorded.out.split(separator: "\n").count == 3 && recorded.err.isEmpty)
    let run = try await work.retrace("manifold", "--input", "candles/EUR_USD.csv")
    #expect(run.status == 0)
    #expect(run.out == recorded.out)
    #expect(run.err.hasPrefix("retrace: 1 "))
    #expect(run.out.contains(#""side":"bid""#))
    let lines = try await work.retrace("manifold", "--input", "candles", "--lines")
    #expect(try await manifold("--lines").out == lines.out)
    let mids = try await work.retrace("manifold", "--input", "candles", "--side", "mid")
    #expect(mids.status == 0 && !mids.out.contains("side"))
  }

  @Test(arguments: [
    [], ["--input", "a"], ["--input", "none.csv"], ["--input", "journal:"],
    ["--input", "journal:a", "--side", "bid"], ["--input", "ticks"],
    ["--input", "journal:a", "--date", "today"],
    ["--input", "journal:a", "--date", "2024-02-30"], ["--input", "journal:none"],
    ["--input", "journal:a", "extra"], ["--input", "journal:a", "--output", "no/such/folder"],
  ])
  func `are not looked for where the words make no sense`(words: [String]) async throws {
    try await work.sample(50)
    try await work.record(in: "a")
    let refused = try await Program.retrace.run(["manifold"] + words, in: work.folder.path)
    #expect(refused.status == 2)
    #expect(refused.out.isEmpty && !refused.err.isEmpty)
  }
}

import TestSupport
import Testing

@Suite struct `A run` {
  private let work = Workplace()

  @Test func `tells in JSON what the issue lists, and how it ended`() async throws {
    try await work.sample()
    let run = try await work.retrace("run", "--feed", "ticks", "--journal", "a", "--json")
    #expect(run.status == 0)
    #expect(run.err.isEmpty)
    #expect(run.out.split(separator: "\n").count == 1)
    let told = try run.json()
    #expect(
      try told.has(
        "journal", "inputs", "events", "rejected", "first_seq", "last_seq", "content_digest",
        "head_hash", "wall_seconds"))
    #expect(try told["journal"].text() == "a")
    #expect(try told["inputs"].integer() == 1_200)
    #expect(try told["rejected"].integer() == 0)
    #expect(try told["first_seq"].integer() == 1)
    #expect(try told["last_seq"].integer() == told["events"].integer())
    #expect(try told["content_digest"].text().count == 64)
    #expect(try told["head_hash"].text().count == 64)
    #expect(told["stopped"] == .flag(false) && told["failure"].isNull && told["fault"].isNull)
  }

  @Test func `tells people how to prove it`() async throws {
    try await work.sample()
    let run = try await work.retrace("run", "--feed", "ticks", "--journal", "a")
    #expect(run.out.hasPrefix("Recorded 1,200 inputs in a (done, "))
    #expect(run.out.hasSuffix("Prove it: retrace replay a\n"))
  }

  @Test func `without a journal named makes one under journal/runs`() async throws {
    try await work.sample(10)
    let told = try await work.retrace("run", "--feed", "ticks", "--json").json()
    let journal = try told["journal"].text()
    #expect(journal.hasPrefix("journal/runs/2"))
    #expect(try await isSound(journal, in: work))
  }

  @Test func `over the same feed again takes no fact twice`() async throws {
    try await work.sample()
    let first = try await work.record(in: "a")
    let second = try await work.record(in: "a")
    #expect(try second["inputs"].integer() == 0)
    #expect(second["content_digest"] == first["content_digest"])
    #expect(try second["first_seq"].integer() == first["last_seq"].integer() + 1)
    #expect(try await work.statistics("a")["openings"].integer() == 2)
    #expect(try await isSound("a", in: work))
  }

  @Test(arguments: [
    ["--durability", "none"], ["--durability", "sync"], ["--pace", "max"],
    ["--pace", "1000000"],
  ])
  func `gives one content digest, however durable and fast`(options: [String]) async throws {
    try await work.sample()
    let digest = try await work.digest()
    let words = ["run", "--feed", "ticks", "--journal", "a", "--json"] + options
    let run = try await Program.retrace.run(words, in: work.folder.path)
    #expect(run.status == 0)
    #expect(try run.json()["content_digest"].text() == digest)
    #expect(try await isSound("a", in: work))
  }

  @Test func `records how durable it was`() async throws {
    try await work.sample(10)
    _ = try await work.retrace(
      "run", "--feed", "ticks", "--journal", "a", "--durability", "none")
    try await work.record(in: "a")
    let openings = try await work.events("a", kind: "node.run-started")
    #expect(openings.map { $0["body"]["durable"] } == [.flag(false), .flag(true)])
  }

  @Test func `in three pieces of time gives the digest of the whole`() async throws {
    try await work.sample()
    let digest = try await work.digest()
    for times in [["--to", "2024-01-08T00:03:00Z"], ["--to", "1704672300000000000"], []] {
      let words = ["run", "--feed", "ticks", "--journal", "a"] + times
      #expect(try await Program.retrace.run(words, in: work.folder.path).status == 0)
    }
    let last = try await work.record(in: "a")
    #expect(try last["inputs"].integer() == 0)
    #expect(try last["content_digest"].text() == digest)
    #expect(try await isSound("a", in: work))
  }

  @Test func `takes only what lies from one instant on and before another`() async throws {
    try await work.sample()
    _ = try await work.retrace(
      "run", "--feed", "ticks", "--journal", "a", "--from", "2024-01-08T00:02:00Z", "--to",
      "2024-01-08T00:03:00Z")
    let ticks = try await work.events("a", kind: "feed.tick-received")
    #expect(ticks.count > 80)
    for tick in ticks { #expect(try tick["at"].text().hasPrefix("2024-01-08T00:02:")) }
  }

  @Test func `of some instruments takes those alone`() async throws {
    try await work.sample(50)
    _ = try await work.retrace(
      "run", "--feed", "ticks", "--journal", "a", "--instruments", "USD_JPY")
    let told = try await work.statistics("a")
    #expect(told["instruments"] == .list([.text("USD_JPY")]))
    #expect(try told["inputs"].integer() == 50)
  }

  @Test func `of an instrument that no file holds is refused`() async throws {
    try await work.sample(10)
    let run = try await work.retrace(
      "run", "--feed", "ticks", "--journal", "a", "--instruments", "GBP_USD")
    #expect(run.status == 2)
    #expect(run.err.contains("No file holds the instruments asked for: GBP_USD"))
    #expect(run.err.contains("Choose from EUR_USD, USD_JPY"))
    #expect(!work.folder.contains("a"))
  }

  @Test func `takes several feeds, and new ones later`() async throws {
    try await work.sample(50)
    let first = try await work.retrace(
      "run", "--feed", "ticks/USD_JPY.csv", "--journal", "a", "--json")
    #expect(try first.json()["inputs"].integer() == 50)
    let both = try await work.retrace(
      "run", "--feed", "ticks/USD_JPY.csv", "--feed", "ticks/EUR_USD.csv", "--journal", "a",
      "--json")
    #expect(try both.json()["inputs"].integer() == 50)
    let told = try await work.statistics("a")
    #expect(told["instruments"] == .list([.text("USD_JPY"), .text("EUR_USD")]))
    #expect(try await isSound("a", in: work))
  }

  @Test func `goes on with a file that has moved`() async throws {
    try await work.sample(50)
    try await work.record(in: "a")
    try work.folder.copy(work.folder.path("ticks"), as: "moved")
    #expect(try await work.record("moved", in: "a")["inputs"].integer() == 0)
  }

  @Test func `refuses a file that is another one now`() async throws {
    try await work.sample(50)
    try await work.record(in: "a")
    let old = try work.folder.text(of: "ticks/EUR_USD.csv")
    try work.folder.write("ticks/EUR_USD.csv", old + "1704672999000000000,1.1,1.2\n")
    let run = try await work.retrace("run", "--feed", "ticks", "--journal", "a")
    #expect(run.status == 2)
    #expect(
      run.err.hasPrefix(
        "retrace: ticks/EUR_USD.csv is not the file that this journal has read before"))
    #expect(run.err.contains("Nothing was read."))
    #expect(try await work.statistics("a")["inputs"].integer() == 100)
  }

  @Test func `refuses a journal's place that is a file`() async throws {
    try await work.sample(10)
    try work.folder.write("a", "text")
    let run = try await work.retrace("run", "--feed", "ticks", "--journal", "a")
    #expect(run.status == 2)
    #expect(run.err.contains("The journal at a cannot be read: Not a directory."))
    #expect(try work.folder.text(of: "a") == "text")
  }
}

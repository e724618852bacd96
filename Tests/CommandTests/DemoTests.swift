import TestSupport
import Testing

@Suite struct `The demo` {
  private let work = Workplace()

  @Test func `says first that it is synthetic, in the report and in its replay`() async throws {
    let options = ["--demo", "--days", "1", "--to", "2024-01-08T02:00:00Z", "--journal", "a"]
    let run = try await Program.retrace.run(["run"] + options, in: work.folder.path)
    #expect(run.status == 0)
    #expect(run.out.hasPrefix("SYNTHETIC: quotes of the synthetic market, seed 1, days 1, "))
    let replay = try await work.retrace("replay", "a")
    #expect(replay.status == 0)
    #expect(replay.out.hasPrefix("SYNTHETIC: "))
    #expect(try await work.retrace("journal", "stat", "a").out.contains("rows of synthetic market"))
    #expect(try await isSound("a", in: work))
  }

  @Test func `gives every journal of a seed one content digest, and of another another`()
    async throws
  {
    func digest(_ seed: String, in journal: String) async throws -> String {
      let told = try await work.retrace(
        "run", "--demo", "--seed", seed, "--to", "2024-01-08T01:00:00Z", "--journal", journal,
        "--json"
      ).json()
      #expect(try told["synthetic"][0].text() == "synthetic market, seed \(seed), days 5")
      return try told["content_digest"].text()
    }
    let first = try await digest("7", in: "a")
    #expect(try await digest("7", in: "b") == first)
    #expect(try await digest("8", in: "c") != first)
  }

  @Test(arguments: [
    (["--demo", "--feed", "x"], "--feed or --demo"),
    (["--feed", "x", "--seed", "2"], "add --demo"),
    (["--feed", "x", "--days", "2"], "add --demo"),
    (["--demo", "--days", "0"], "`--days 0` is no whole number from 1 to 3660"),
    (["--demo", "--days", "3661"], "`--days 3661` is no whole number from 1 to 3660"),
    (["--demo", "--seed", "-1"], "`--seed -1` is no whole number"),
    (["--demo", "--side", "bid"], "has quotes, no candle files"),
    (["--demo", "--instruments", "EUR_GBP"], "does not quote EUR_GBP, only EUR_USD, "),
  ])
  func `is refused where its options make no sense`(
    options: [String], reason: String
  ) async throws {
    let run = try await Program.retrace.run(["run"] + options, in: work.folder.path)
    #expect(run.status == 2)
    #expect(run.err.contains(reason))
    #expect(run.err.contains("Nothing was done."))
    #expect(!work.folder.contains("journal"))
  }
}

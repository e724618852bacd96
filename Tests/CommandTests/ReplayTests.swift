import Foundation
import TestSupport
import Testing

@Suite struct `A replay` {
  private let work = Workplace()

  @Test func `proves that a run comes out as recorded`() async throws {
    try await work.sample()
    try await work.record(in: "a")
    let replay = try await work.retrace("replay", "a")
    #expect(replay.status == 0)
    #expect(replay.out.hasPrefix("Identical: "))
    #expect(replay.err.isEmpty)
  }

  @Test func `tells in JSON what the issue lists`() async throws {
    try await work.sample()
    let run = try await work.record(in: "a")
    let replay = try await work.retrace("replay", "a", "--json")
    #expect(replay.out.split(separator: "\n").count == 1)
    let told = try replay.json()
    #expect(
      try told.has(
        "identical", "proof", "inputs", "events", "content_digest", "first_difference",
        "events_per_second"))
    #expect(told["identical"] == .flag(true) && told["proof"] == .flag(true))
    #expect(told["inputs"] == run["inputs"] && told["events"] == run["events"])
    #expect(told["content_digest"] == run["content_digest"])
    #expect(told["first_difference"].isNull)
  }

  @Test func `of a part compares that part`() async throws {
    try await work.sample()
    let events = try await work.record(in: "a")["events"].integer()
    for (range, compared) in [
      (["--from", "500"], events - 499), (["--to", "499"], 499),
      (["--from", "500", "--to", "500"], 1), (["--from", "100", "--to", "110"], 11),
    ] {
      let replay = try await Program.retrace.run(["replay", "a"] + range, in: work.folder.path)
      #expect(replay.status == 0)
      #expect(replay.out.hasPrefix("Identical: \(compared) events of "), "\(replay.out)")
      let told = try await Program.retrace.run(
        ["replay", "a", "--json"] + range, in: work.folder.path
      ).json()
      #expect(told["events"] == .integer(compared), "\(range)")
      #expect(try told["inputs"].integer() <= compared, "\(range)")
    }
  }

  @Test func `of a part without events proves nothing`() async throws {
    try await work.sample()
    try await work.record(in: "a")
    for range in [["--from", "999999999"], ["--from", "99999", "--to", "999999"]] {
      let replay = try await Program.retrace.run(["replay", "a"] + range, in: work.folder.path)
      #expect(replay.status == 2 && replay.out.isEmpty, "\(range)")
      #expect(replay.err.contains("There is nothing to compare: a holds events 1 to "))
    }
  }

  @Test func `of a part has the content digest where a page ends`() async throws {
    try await work.sample()
    let first = try await work.retrace(
      "run", "--feed", "ticks", "--journal", "a", "--to", "2024-01-08T00:05:00Z", "--json"
    ).json()
    let end = try first["last_seq"].integer()
    let last = try await work.record(in: "a")
    let part = try await work.retrace("replay", "a", "--to", "\(end)", "--json").json()
    #expect(part["events"] == .integer(end))
    #expect(part["content_digest"] == first["content_digest"])
    #expect(part["content_digest"] != last["content_digest"])
    let whole = try await work.retrace("replay", "a", "--to", "99999", "--json").json()
    #expect(whole["content_digest"] == last["content_digest"])
  }

  @Test func `of a part that ends inside a page says that the digest is not known there`()
    async throws
  {
    try await work.sample(3_000)
    let fiveMinutes = "2024-01-08T00:05:00Z"
    _ = try await work.retrace("run", "--feed", "ticks", "--to", fiveMinutes, "--journal", "a")
    _ = try await work.retrace("run", "--feed", "ticks", "--journal", "a")
    let part = try await work.retrace("replay", "a", "--to", "99")
    #expect(part.status == 0)
    let told = part.out.components(
      separatedBy:
        "\n  content digest  not known behind event 99: pages keep it at their ends, this "
        + "one at event ")
    let end = try #require(told.count == 2 ? Int64(told[1].filter(\.isNumber)) : nil)
    #expect(end > 99)
    let json = try await work.retrace("replay", "a", "--to", "99", "--json").json()
    #expect(json["content_digest"].isNull && json["identical"] == .flag(true))
    let atEnd = try await work.retrace("replay", "a", "--to", "\(end)", "--json").json()
    // A run that ends just there comes to that digest by its own way.
    let next = try await work.retrace(
      "journal", "dump", "a", "--from", "\(end)", "--to", "\(end + 1)"
    ).jsonLines()
    let time = next[1]["at"]
    try #require(next[1].has("source") && next[0]["at"] != time)
    let run = try await work.retrace(
      "run", "--feed", "ticks", "--to", time.text(), "--journal", "b", "--json"
    ).json()
    #expect(atEnd["content_digest"] == run["content_digest"])
  }

  @Test func `of many runs in one journal counts them all`() async throws {
    try await work.sample()
    for end in ["00:02:00", "00:05:00", "12:00:00"] {
      _ = try await work.retrace(
        "run", "--feed", "ticks", "--journal", "a", "--to", "2024-01-08T\(end)Z")
    }
    let told = try await work.retrace("replay", "a", "--json").json()
    #expect(try told["inputs"].integer() == 1_200)
    #expect(told["identical"] == .flag(true))
  }

  @Test func `changes nothing in the journal`() async throws {
    try await work.sample(50)
    try await work.record(in: "a")
    let before = try await work.shell("sha256sum a/data.mdb")
    _ = try await work.retrace("replay", "a")
    #expect(try await work.shell("sha256sum a/data.mdb").out == before.out)
  }

  @Test(arguments: [
    ["replay"], ["audit", "verify"], ["audit", "head"], ["journal", "stat"], ["journal", "dump"],
  ])
  func `and every other reader says where there is no journal`(words: [String]) async throws {
    let none = try await Program.retrace.run(words + ["nowhere"], in: work.folder.path)
    #expect(none.status == 2)
    #expect(none.out.isEmpty)
    #expect(
      none.err
        == "retrace: There is no journal at nowhere. Nothing was changed. Start one with "
        + "`retrace run --feed PATH --journal nowhere`.\n")
    #expect(!work.folder.contains("nowhere"))
  }

  @Test(arguments: [["replay"], ["journal", "stat"], ["journal", "dump"]])
  func `and every other reader refuses a damaged journal`(words: [String]) async throws {
    try await work.sample()
    try await work.record(in: "a")
    // The middle of the file is full of pages.
    _ = try await work.shell(
      "printf 'damage' | dd of=a/data.mdb bs=1 seek=$(($(stat -c %s a/data.mdb) / 2)) conv=notrunc")
    let refused = try await Program.retrace.run(words + ["a"], in: work.folder.path)
    #expect(refused.status == 2)
    #expect(refused.err.contains("The journal at a is damaged"), "\(refused.err)")
    #expect(try await work.retrace("audit", "verify", "a").status == 1)
  }
}

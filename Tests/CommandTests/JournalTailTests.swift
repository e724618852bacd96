import TestSupport
import Testing

@Suite struct `The tail of a journal` {
  private let work = Workplace()

  @Test func `has the newest events as sentences, the last one last`() async throws {
    try await work.sample()
    try await work.record(in: "a")
    let events = try await work.events("a").suffix(10)
    let tail = try await work.retrace("journal", "tail", "a")
    #expect(tail.status == 0 && tail.err.isEmpty)
    let lines = tail.out.split(separator: "\n")
    #expect(lines.count == 10)
    for (line, event) in zip(lines, events) {
      let (at, number) = (try event["at"].text(), try event["seq"].integer())
      #expect(line.hasPrefix("\(at)  \(grouped(number))  "))
      let explained = try await work.retrace("explain", "a", "\(number)").out
      let sentence = line.dropFirst("\(at)  \(grouped(number))  ".count)
      #expect(explained.contains("\n\n  \(sentence)\n"))
    }
    #expect(lines.last?.hasSuffix(": all rows were taken.") == true)
  }

  @Test(arguments: [(0, 0), (1, 1), (3, 3), (1_000_000, 112)])
  func `has as many lines as asked for, or all`(asked: Int, shown: Int) async throws {
    try await work.sample(50)
    let run = try await work.record(in: "a")
    #expect(run["events"] == .integer(112))
    let tail = try await work.retrace("journal", "tail", "a", "--lines", "\(asked)")
    #expect(tail.out.split(separator: "\n").count == shown)
  }

  @Test func `in JSON has the lines of a dump`() async throws {
    try await work.demo(1, in: "a")
    let tail = try await work.retrace("journal", "tail", "a", "--json", "--lines", "7")
    #expect(tail.status == 0)
    #expect(try tail.jsonLines() == Array(try await work.events("a").suffix(7)))
    // A sentence among the objects would break them.
    #expect(tail.err == Workplace.synthetic)
  }

  @Test func `says first that the quotes are synthetic`() async throws {
    try await work.demo(1, in: "a")
    let tail = try await work.retrace("journal", "tail", "a", "--lines", "2")
    #expect(tail.out.hasPrefix(Workplace.synthetic) && tail.err.isEmpty)
    #expect(tail.out.split(separator: "\n").count == 3)
  }

  @Test func `of a journal that holds nothing yet is empty`() async throws {
    try emptyJournal(at: work.folder.path("a"))
    let tail = try await work.retrace("journal", "tail", "a")
    #expect(tail.status == 0 && tail.out.isEmpty && tail.err.isEmpty)
  }

  @Test func `that is followed prints what a running node records`() async throws {
    try await work.bursts()
    let run = try await work.startRun(through: 1, in: "a")
    // The follower shows one event, then the node is stopped: what it records then must come through.
    let followed = try await work.shell(
      """
      exec 3< <(exec "$RETRACE" journal tail a --follow --lines 1 --json); follower=$!
      read -r first <&3; echo "$first"; kill -TERM \(run.processID)
      grep -m 1 node.run-stopped <&3; kill "$follower"
      """)
    #expect(try await run.end().status == 3)
    let lines = try followed.jsonLines()
    #expect(lines.count == 2)
    #expect(lines.first?["kind"] != .text("node.run-stopped"))
    #expect(lines.last == (try await work.events("a").last))
  }

  @Test(arguments: [["nowhere"], ["a", "--lines", "many"], ["a", "--lines", "1000001"]])
  func `that cannot be read is refused`(words: [String]) async throws {
    let refused = try await Program.retrace.run(["journal", "tail"] + words, in: work.folder.path)
    #expect(refused.status == 2 && refused.out.isEmpty && refused.err.contains("Nothing was"))
  }
}

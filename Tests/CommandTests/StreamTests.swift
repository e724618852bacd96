import TestSupport
import Testing

@Suite struct `Output` {
  private let work = Workplace()

  init() async throws {
    try await work.sample()
    try await work.record(in: "a")
  }

  @Test(arguments: [
    "journal dump a | head -n 1", "journal dump a | true", "journal export a | true",
    "run --feed ticks --journal b | true",
    "replay a --json | true", "--help | true",
  ])
  func `into a closed pipe ends the program quietly`(line: String) async throws {
    let ended = try await work.shell("$RETRACE \(line); echo ${PIPESTATUS[0]}")
    #expect(ended.out.split(separator: "\n").last == "0")
    #expect(ended.err.isEmpty)
  }

  @Test func `into a full disk is an error, not silence`() async throws {
    #expect(try await work.shell("$RETRACE journal dump a > /dev/full").status == 2)
  }

  @Test func `into a file that may not grow is an error, and no sudden end`() async throws {
    #expect(try await work.shell("ulimit -f 1; exec $RETRACE journal dump a > file").status == 2)
  }

  @Test func `that nobody opened is written into no file of ours`() async throws {
    let ended = try await work.shell("$RETRACE run --feed ticks --journal b 0>&- >&- 2>&-")
    #expect(ended.status == 0)
    let id = try work.folder.text(of: "b/writer.lock")
    #expect(id.dropLast().allSatisfy { $0.isNumber })
    #expect(try await isSound("b", in: work))
  }

  @Test(arguments: [nil, "1"])
  func `has no colour`(noColour: String?) async throws {
    for words in [["replay", "a"], ["journal", "stat", "a"], ["audit", "verify", "a"], ["help"]] {
      let shown = try await Program.retrace.run(
        words, environment: ["NO_COLOR": noColour], in: work.folder.path)
      #expect(!shown.out.contains("\u{1B}") && !shown.err.contains("\u{1B}"))
    }
  }
}

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

  @Test(arguments: [
    "audit verify bad | true", "audit verify bad --json | true", "diff a other | true",
  ])
  func `into a closed pipe keeps the verdict`(line: String) async throws {
    _ = try await work.retrace(
      "run", "--feed", "ticks", "--journal", "other", "--to", "2024-01-08T00:05:00Z")
    _ = try await work.shell(
      "cp -r a bad; printf damage | dd of=bad/data.mdb bs=1 conv=notrunc seek=$(($(stat -c %s a/data.mdb) / 2))"
    )
    let ended = try await work.shell("$RETRACE \(line); echo ${PIPESTATUS[0]}")
    #expect(ended.out.split(separator: "\n").last == "1")
    #expect(ended.err.isEmpty)
  }

  @Test func `of a follower into a closed pipe ends it`() async throws {
    let ended = try await work.shell(
      "$RETRACE journal tail a --follow | head -n 1; echo ${PIPESTATUS[0]}")
    #expect(ended.out.split(separator: "\n").count == 2 && ended.out.hasSuffix("\n0\n"))
  }

  @Test func `that nobody reads, errors included, lets a run end cleanly`() async throws {
    let ended = try await work.shell(
      "exec 3>&1; { $RETRACE run --feed ticks --journal b 2>&1; echo $? >&3; } | true")
    #expect(ended.out == "0\n")
    let last = try await work.retrace("journal", "tail", "b", "--lines", "1")
    #expect(last.out.contains("stopped") || last.out.contains("ended"))
  }

  @Test(arguments: ["journal dump a", "audit verify a", "replay a", "journal tail a --follow"])
  func `into a full disk is an error, not silence`(line: String) async throws {
    #expect(try await work.shell("$RETRACE \(line) > /dev/full").status == 2)
  }

  @Test func `into a file that may not grow is an error, and no sudden end`() async throws {
    #expect(try await work.shell("ulimit -f 1; exec $RETRACE journal dump a > file").status == 2)
  }

  @Test func `that nobody opened is written into no file of ours`() async throws {
    let ended = try await work.shell("$RETRACE run --feed ticks --journal b 0>&- >&- 2>&-")
    // It was done, and told to nobody.
    #expect(ended.status == 2)
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

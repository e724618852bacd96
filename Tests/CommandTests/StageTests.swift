import TestSupport
import Testing

/// What `tools/test` does with the time of its stages; `tools/stages` is sourced here as it is there.
@Suite struct `The stages of tools/test` {
  @Test func `end the run where a command fails, in the middle of a stage too`() async throws {
    let outcome = try await run(
      """
      halfway() { (exit 7); echo went on; }
      stage first echo done
      stage second halfway
      echo after
      """)
    #expect(outcome.status == 7)
    #expect(outcome.out.contains(/\n== first: [0-9]+ s\n/))
    #expect(!outcome.out.contains("went on") && !outcome.out.contains("after"))
    #expect(outcome.err.contains("the stage 'second' failed (exit 7)"))
  }

  @Test func `are told in a table with their sum`() async throws {
    let outcome = try await run("note_stage build 70; note_stage 'the tests' 230; stage_table")
    #expect(
      outcome.out == """

        == where the time went
            70 s  build
           230 s  the tests
           300 s  in all

        """)
  }

  private static let counted = """
    printf 'cases\\tone\\t3\\t5\\ncases\\ttwo\\t2\\t5\\ncases\\tone\\t3\\t5\\nfaults\\t\\t9\\t9\\n' >t
    """

  @Test func `add up what the tests counted, each part once`() async throws {
    let outcome = try await run(
      "cd \"$(mktemp -d)\"; \(Self.counted); tally_table t cases faults && echo all; rm t")
    #expect(
      outcome.out == """

        == what ran, of how much there is
             5 of 5  cases
             9 of 9  faults
        all

        """)
  }

  @Test(arguments: [
    (counts: "cases\\tone\\t3\\t5", wanted: "cases", told: "3 of 5  cases  TOO FEW"),
    (counts: "cases\\tone\\t5\\t5", wanted: "faults", told: "0 of 1  faults  TOO FEW"),
    (counts: "", wanted: "faults", told: "0 of 1  faults  TOO FEW"),
  ])
  func `fail where less was counted than there is, or nothing`(
    counts: String, wanted: String, told: String
  ) async throws {
    let outcome = try await run(
      "cd \"$(mktemp -d)\"; printf '\(counts)\\n' >t; tally_table t \(wanted) || echo few; rm t")
    #expect(outcome.out.contains(told) && outcome.out.hasSuffix("few\n"))
  }

  @Test func `take as long by the clock as the machine makes them`() async throws {
    let slow = try await run("note_stage one 99999; within_budget 3000 3000")
    #expect(slow.status == 0)
    #expect(slow.err.isEmpty)
  }

  @Test func `have their processor time added up`() async throws {
    let outcome = try await run(
      "cd \"$(mktemp -d)\"; printf '1m2.50s 0m3.25s\n' >t; processor_seconds t; printf '0m70.1s 0m0.4s\n' >t; "
        + "processor_seconds t; rm t")
    #expect(outcome.out == "65\n70\n")
  }

  @Test(arguments: [(spent: 3_000, isWithin: true), (spent: 3_001, isWithin: false)])
  func `may use their budget of processor time, and not one second more`(
    spent: Int, isWithin: Bool
  ) async throws {
    let outcome = try await run(
      """
      note_stage one 1; note_stage two 40; note_stage three 800; note_stage four 60
      within_budget 3000 \(spent)
      """)
    #expect(outcome.status == (isWithin ? 0 : 1))
    guard !isWithin else {
      #expect(outcome.err.isEmpty)
      return
    }
    #expect(outcome.err.contains("used 3001 s of processor time; 3000 s is the most"))
    #expect(outcome.err.contains("     800 s, three\n     60 s, four\n     40 s, two\n"))
    #expect(!outcome.err.contains("1 s, one"))
  }

  @Test(arguments: [
    (written: #"one\ntwo\nlast\n"#, shown: "one\ntwo\ntable\nlast\n"),
    (#"one\nlast"#, "one\ntable\nlast\n"), (#"last\n"#, "table\nlast\n"), ("", "table\n"),
  ])
  func `leave the last line of the tests the last one`(
    written: String, shown: String
  ) async throws {
    let outcome = try await run("printf '\(written)' | before_last_line echo table")
    #expect(outcome.out == shown)
  }

  @Test func `do not hide that the tests failed`() async throws {
    let outcome = try await run("(echo last; exit 3) | before_last_line echo table")
    #expect(outcome.status == 3)
  }

  @Test(arguments: [
    ["tools/test", "--quick"], ["tools/test", "--long", "more"], ["tools/fuzz", "--seconds"],
    ["tools/fuzz", "--seconds", "0"], ["tools/fuzz", "--deep"],
  ])
  func `refuse what they do not know, before anything is built`(words: [String]) async throws {
    let outcome = try await Program.bash.run(words, in: Vectors.packageRoot)
    #expect(outcome.status == 2)
    #expect(outcome.out.isEmpty)
    #expect(outcome.err.hasSuffix("Nothing was done.\n"))
  }

  private func run(_ script: String) async throws -> Program.Outcome {
    try await Program.bash.run(
      ["-c", "set -euo pipefail; . tools/stages\n" + script], in: Vectors.packageRoot)
  }
}

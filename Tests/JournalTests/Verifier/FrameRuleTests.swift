import Journal
import TestSupport
import Testing

/// Frames that no encoder writes, in pages whose checksums, counts and hashes are right.
@Suite struct `A frame that breaks a rule` {
  private let folder = TemporaryFolder()

  struct Case: CustomTestStringConvertible {
    let testDescription: String
    /// Turns, each with its time in nanoseconds.
    let turns: [(at: Int64, frames: [RawFrame])]

    init(_ name: String, _ turns: (Int64, [RawFrame])...) {
      testDescription = name
      self.turns = turns.map { (at: $0.0, frames: $0.1) }
    }
  }

  private func journal(_ turns: [(at: Int64, frames: [RawFrame])]) throws -> String {
    let path = folder.path("journal")
    let scribe = Scribe(try LMDBEventLog.forTests(path))
    defer { scribe.log.close() }
    for turn in turns { scribe.write(turn.frames, at: turn.at) }
    try scribe.commit()
    return path
  }

  static let good: [Case] = [
    Case("a quote", (1_000, [.quote()])),
    Case("a quote and words", (1_000, [.quote(), .word(), .word { $0.cause = 2 }])),
    Case("a timer", (1_000, [.timer(), .word()])),
    Case("a listing", (0, [.listing()])),
    Case("a listing between", (1_000, [.quote()]), (1_000, [.listing()]), (2_000, [.quote()])),
    Case("a fact", (1_000, [.quote(), .word { ($0.flags, $0.because) = (4, [1]) }])),
    Case(
      "eight facts",
      (1_000, [.quote(), .word { ($0.flags, $0.because) = (4, [1, 1, 1, 1, 1, 1, 1, 1]) }])),
    Case("the largest position", (1_000, [.quote { $0.position = 1 << 63 - 1 }])),
    Case("a stamp of 1970", (1_000, [.quote { $0.occurred = 1_000 }])),
    Case("a stamp ahead", (1_000, [.quote { $0.occurred = -1_000 }])),
    Case("the last instant", (1 << 62 - 1, [.quote { $0.at = 1 << 62 - 1 }])),
  ]

  @Test(arguments: good) func `is none of these`(frames: Case) async throws {
    #expect(try await Verdict.ofBoth(on: try journal(frames.turns)) == .sound)
  }

  static let bad: [Case] = [
    Case("kind 0", (1_000, [.quote { $0.kind = 0 }])),
    Case("a kind too large", (1_000, [.quote { $0.kind = 65_552 }])),
    Case("no major version", (1_000, [.quote { $0.version = 31 }])),
    Case("a version too large", (1_000, [.quote { $0.version = 65_568 }])),
    Case("an unknown flag", (1_000, [.quote { $0.flags = 19 }])),
    Case(
      "an input that is not first", (1_000, [.quote(), .quote { ($0.flags, $0.at) = (1, nil) }])),
    Case("a page that begins inside a turn", (1_000, [.word { $0.cause = 0 }])),
    Case("a timer with a cause", (1_000, [.timer { $0.cause = 1 }])),
    Case("a word without a cause", (1_000, [.quote(), .word { $0.cause = 0 }])),
    Case(
      "a cause before the turn", (1_000, [.quote()]), (2_000, [.quote(), .word { $0.cause = 2 }])),
    Case("no facts", (1_000, [.quote(), .word { $0.flags = 4 }])),
    Case(
      "nine facts",
      (1_000, [.quote(), .word { ($0.flags, $0.because) = (4, [1, 1, 1, 1, 1, 1, 1, 1, 1]) }])),
    Case("itself as a fact", (1_000, [.quote(), .word { ($0.flags, $0.because) = (4, [0]) }])),
    Case(
      "a fact before the first event",
      (1_000, [.quote(), .word { ($0.flags, $0.because) = (4, [2]) }])),
    Case(
      "a fact counted through the node's events",
      (0, [.listing()]), (1_000, [.quote(), .word { ($0.flags, $0.because) = (4, [2]) }])),
    Case(
      "a fact before the first event, of the node",
      (0, [.listing { ($0.flags, $0.because) = (15, [1]) }])),
    Case("a position too large", (1_000, [.quote { $0.position = 1 << 63 }])),
    Case("a source too large", (1_000, [.quote { $0.source = 65_536 }])),
    Case("a principal too large", (1_000, [.quote { $0.principal = 65_536 }])),
    Case("a stamp before 1970", (1_000, [.quote { $0.occurred = 1_001 }])),
    Case("a stamp far before", (1_000, [.quote { $0.occurred = .max }])),
    Case("a stamp after 2116", (1_000, [.quote { $0.occurred = -(1 << 62) }])),
    Case("a stamp far after", (1_000, [.quote { $0.occurred = .min }])),
    Case("a time after 2116", (1 << 62 - 1, [.quote { $0.at = 1 << 62 }])),
    Case("a time that wraps", (1_000, [.quote { $0.at = .max }])),
    Case(
      "time that goes back", (0, [.quote()]), (500, [.listing { $0.at = 500 }]),
      (100, [.quote { $0.at = 100 }])),
    Case("an event of the node in a turn", (1_000, [.quote(), .word { $0.flags = 8 }])),
    Case("a listing that is not of the node", (0, [.listing { $0.flags = 3 }])),
    Case("a quote of the node", (1_000, [.quote()]), (2_000, [.quote { $0.flags = 11 }])),
    Case("a frame that ends behind its page", (1_000, [.quote { $0.lengthError = 1 }])),
    Case("a frame without an end", (1_000, [.quote { ($0.lengthError, $0.body) = (-9, []) }])),
    Case("fewer facts than told", (1_000, [.quote { ($0.flags, $0.becauseCount) = (7, 8) }])),
  ]

  @Test(arguments: bad)
  func `is found, though everything about it is right`(frames: Case) async throws {
    let path = try journal(frames.turns)
    #expect(try await Verdict.ofBoth(on: path) == .damaged)
    #expect(try JournalVerifier.verify(path).events == 0)
  }
}

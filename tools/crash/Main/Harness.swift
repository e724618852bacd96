import CommitMark
import Feeds
import Foundation
import Journal
import Node
import Numerics

/// Kills a running node again and again and looks at what it left.
///
/// Every second node kills itself at a chosen step of a commit, the others are killed from outside at
/// a random moment. What is judged is what a death left, never how fast the machine or its disk is.
struct Harness {
  /// How many lives one journal gets before it is run to its end.
  private static let mostLives: UInt64 = 5
  /// Up to how many commits a life may make; fewer where the market ends before.
  private static let mostCommits: UInt64 = 600
  private static let days: Int64 = 3
  /// After how many system calls a node kills itself in a commit. Each commit makes three or more:
  /// pages, a sync, the meta page. The last step is its end.
  private static let steps: [UInt64] = [0, 1, 2, .max]

  let kills: Int
  let seed: UInt64
  /// Where journals lie: a folder of our own, removed at the end.
  let folder: String
  let script: String

  /// Lives that may end before they were killed; on a slow disk a market has fewer commits.
  private var mostMissed: Int { 20 + 2 * kills }

  /// What came out, for the report.
  private struct Tally {
    var kills = 0
    var inside = 0
    /// Deaths inside a commit, by step.
    var steps = Harness.steps.map { _ in 0 }
    /// Lives that ended before they were killed.
    var missed = 0
    var journals = 0
    /// How many commits a life may be let make.
    var reach = Harness.mostCommits

    mutating func count(_ death: retrace_mark) {
      kills += 1
      guard death.inside == 1 else { return }
      inside += 1
      steps[death.done == 1 ? steps.count - 1 : Int(min(death.calls, 2))] += 1
    }
  }

  /// - Returns: Whether everything is as it must be.
  func run() async throws -> Bool {
    tell("Crash harness: \(kills) kills, seed \(seed), journals in \(folder)")
    let market = SyntheticMarket(seed: seed % 1_000_000, days: Self.days)
    let inspection = Inspection(unbroken: try await unbroken(market), script: script)
    tell("  an unbroken run   \(inspection.unbroken.events) content events")

    var random = SplitMix64(seed: seed)
    var tally = Tally()
    while tally.kills < kills {
      tally.journals += 1
      let journal = "\(folder)/journal-\(tally.journals)"
      let lives = min(1 + Int(random.next(below: Self.mostLives)), kills - tally.kills)
      var held: UInt64 = 0
      for life in 1...lives {
        guard
          let now = try killOnce(market, journal, life, holding: held, &random, &tally, inspection)
        else { break }
        held = now
      }
      let mark = try CommitMarkFile("\(folder)/mark")
      try Life(market, journal: journal, mark: mark.path, speed: nil).end(mark)
      try inspection.inspectWhole(journal, byPython: tally.journals % 4 == 1)
      try FileManager.default.removeItem(atPath: journal)
    }
    return report(tally)
  }

  private func unbroken(_ market: SyntheticMarket) async throws -> ContentStream {
    var request = RunRequest(journal: "\(folder)/unbroken", synthetic: market)
    request.durable = false
    let summary = try await RunSession(request, inbox: Inbox()).run()
    if let failure = summary.failure { throw failure }
    let stream = try ContentStream(of: request.journal)
    guard stream.digest == summary.contentDigest, stream.events > 0 else {
      throw HarnessError.found("the unbroken run does not read back as it was written")
    }
    return stream
  }

  /// - Parameter held: The events that the journal held before.
  /// - Returns: Those that it holds now, nil when it came to the end of its feed before it was killed.
  private func killOnce(
    _ market: SyntheticMarket, _ journal: String, _ life: Int, holding held: UInt64,
    _ random: inout SplitMix64, _ tally: inout Tally, _ inspection: Inspection
  ) throws -> UInt64? {
    // One in ten dies while it opens its journal, the others in the middle of their work.
    let isEarly = random.next(below: 10) == 0
    let commits = random.next(below: isEarly ? min(8, tally.reach) : tally.reach)
    let delay = Int64(random.next(below: 1_000_000))
    let isAimed = tally.kills % 2 == 0
    let mark = try CommitMarkFile("\(folder)/mark")
    if isAimed {
      mark.aim(commit: commits + 1, calls: Self.steps[tally.kills / 2 % Self.steps.count])
    }
    let child = try Life(market, journal: journal, mark: mark.path, speed: Life.speed)
    guard try isAimed ? child.waitForOwnDeath(mark) : child.wait(forCommits: commits, in: mark)
    else {
      try child.end(mark)
      tally.missed += 1
      tally.reach = max(1, min(tally.reach, mark.now.commits))
      guard tally.missed <= mostMissed else {
        throw HarnessError.child(
          "\(tally.missed) runs came to their end before they were killed, \(tally.kills) were killed"
        )
      }
      return nil
    }
    if !isAimed {
      let until = monotonicNanoseconds() + delay
      while monotonicNanoseconds() < until {}
      try child.kill()
    }
    var death = mark.now
    guard !isAimed || death.inside == 1 else {
      throw HarnessError.child("a node that was to die inside a commit died elsewhere")
    }
    // What an earlier life acknowledged must be there as well.
    death.acknowledged = max(death.acknowledged, held)
    tally.count(death)
    let events = try inspection.inspect(journal, after: death, byPython: tally.kills % 7 == 1)
    tell(
      "  kill \(tally.kills): journal \(tally.journals), life \(life), at commit \(death.commits)"
        + (death.inside == 1 ? ", inside mdb_txn_commit, \(death.step)" : "")
        + "; \(death.acknowledged) events acknowledged, \(events) there, sound, replay identical")
    return events
  }

  private func report(_ tally: Tally) -> Bool {
    let steps = zip(tally.steps, ["before its calls", "after one", "after more", "at its end"]).map
    {
      "\($0) \($1)"
    }
    // Four aimed deaths go to four steps: with fewer kills some of them are not asked for.
    let missing = tally.steps.prefix((kills + 1) / 2).contains(0)
    tell(
      """
      \(missing ? "NOT PROVED" : "The journal held"): \(tally.kills) deaths in \(tally.journals) journals, \
      each continued to its end with the unbroken run's stream and digest.
        inside mdb_txn_commit  \(tally.inside) of \(tally.kills) deaths: \(steps.joined(separator: ", "))
        not killed in time     \(tally.missed) runs, whole and sound
      """)
    if missing {
      tell("  No node died at some step of a commit: this LMDB commits by other system calls.")
    }
    return !missing
  }
}

extension retrace_mark {
  /// How far the commit was in which it died.
  fileprivate var step: String { done == 1 ? "at its end" : "after \(calls) calls" }
}

/// Writes a line at once, also where standard output is a file.
private func tell(_ line: String) {
  FileHandle.standardOutput.write(Data((line + "\n").utf8))
}

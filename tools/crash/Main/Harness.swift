import CommitMark
import Feeds
import Foundation
import Journal
import Node
import Numerics

/// Kills a running node again and again, at random moments, and looks at what it left.
struct Harness {
  static let leastCommitsPerSecond = 1_000.0
  static let leastInside = 0.30
  /// How many lives one journal gets before it is run to its end.
  private static let mostLives: UInt64 = 5
  /// The market lasts longer than all of these commits, unless the disk is slow.
  private static let mostCommits: UInt64 = 600
  private static let days: Int64 = 3

  /// Lives that may be too slow, besides twice as many as there are kills: others use the disk too.
  private static let mostSlow = 20

  let kills: Int
  let seed: UInt64
  /// Where journals lie: a folder of our own, removed at the end.
  let folder: String
  let script: String

  /// What came out, for the report.
  private struct Tally {
    var kills = 0
    var inside = 0
    /// Deaths while commits ran slower than they must; looked at, not counted.
    var slow = 0
    var journals = 0
    var commits: UInt64 = 0
    var nanoseconds: UInt64 = 0

    var commitsPerSecond: Double { Self.rate(commits, nanoseconds) }

    /// Counts a death, unless its life was too slow to tell anything.
    mutating func count(_ death: retrace_mark) {
      let (commits, nanoseconds) = death.measured
      let isSlow =
        commits > 0 && Self.rate(commits, nanoseconds) < Harness.leastCommitsPerSecond
      slow += isSlow ? 1 : 0
      guard !isSlow else { return }
      kills += 1
      inside += Int(death.inside)
      self.commits += commits
      self.nanoseconds += nanoseconds
    }

    private static func rate(_ commits: UInt64, _ nanoseconds: UInt64) -> Double {
      nanoseconds == 0 ? 0 : Double(commits) / (Double(nanoseconds) / 1e9)
    }
  }

  /// - Returns: Whether everything is as it must be.
  func run() async throws -> Bool {
    tell("Crash harness: \(kills) kills, seed \(seed), journals in \(folder)")
    let disk = try DiskProbe.syncsPerSecond(in: folder)
    tell("  the disk allows   \(Int(disk)) synced writes a second; a commit makes two")
    let market = SyntheticMarket(seed: seed % 1_000_000, days: Self.days)
    let inspection = Inspection(unbroken: try await unbroken(market), script: script)
    tell("  an unbroken run   \(inspection.unbroken.events) content events")

    var random = SplitMix64(seed: seed)
    var tally = Tally()
    while tally.kills < kills && tally.slow <= Self.mostSlow + 2 * kills {
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
      try Life(market, journal: journal, mark: mark.path, speed: nil).end()
      try inspection.inspectWhole(journal, byPython: tally.journals % 4 == 1)
      try FileManager.default.removeItem(atPath: journal)
    }
    return report(tally, disk)
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
    let commits = isEarly ? random.next(below: 8) : 30 + random.next(below: Self.mostCommits - 30)
    let delay = Int64(random.next(below: 1_000_000))
    let mark = try CommitMarkFile("\(folder)/mark")
    let child = try Life(market, journal: journal, mark: mark.path, speed: Life.speed)
    guard try child.wait(forCommits: commits, in: mark) else {
      try child.end()
      tally.slow += 1
      return nil
    }
    let until = monotonicNanoseconds() + delay
    while monotonicNanoseconds() < until {}
    try child.kill()
    var death = mark.now
    // What an earlier life acknowledged must be there as well.
    death.acknowledged = max(death.acknowledged, held)
    let before = tally.kills
    tally.count(death)
    let isCounted = tally.kills > before
    let events = try inspection.inspect(
      journal, after: death, byPython: isCounted && tally.kills % 7 == 1)
    tell(
      "  \(isCounted ? "kill \(tally.kills)" : "too slow to count"): journal \(tally.journals), life \(life), at commit \(death.commits)"
        + (death.inside == 1 ? ", inside mdb_txn_commit" : "")
        + "; \(death.acknowledged) events acknowledged, \(events) there, sound, replay identical")
    return events
  }

  private func report(_ tally: Tally, _ disk: Double) -> Bool {
    let share = tally.kills == 0 ? 0 : Double(tally.inside) / Double(tally.kills)
    let isFast = tally.kills == kills
    let isInside = share >= Self.leastInside
    tell(
      """
      \(isFast && isInside ? "The journal held" : "NOT PROVED"): \(tally.kills + tally.slow) deaths in \
      \(tally.journals) journals, each continued to its end with the unbroken run's stream and digest.
        inside mdb_txn_commit  \(tally.inside) of \(tally.kills) deaths (\(Int(share * 100)) %)
        commits                \(Int(tally.commitsPerSecond)) a second (\(tally.commits) measured); \
      \(tally.slow) lives were slower than \(Int(Self.leastCommitsPerSecond)) and do not count
      """)
    if !isInside {
      tell(
        "  Fewer than \(Int(Self.leastInside * 100)) % of the deaths fell inside mdb_txn_commit.")
    }
    if !isFast {
      tell(
        """
          Too few lives made \(Int(Self.leastCommitsPerSecond)) commits a second: the disk allowed \
        \(Int(disk)) synced writes, and a commit makes two. Try again when nothing else writes, or name a \
        folder on a faster disk: TMPDIR=… tools/crash/run
        """)
    }
    return isFast && isInside
  }
}

/// Writes a line at once, also where standard output is a file.
private func tell(_ line: String) {
  FileHandle.standardOutput.write(Data((line + "\n").utf8))
}

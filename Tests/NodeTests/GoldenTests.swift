import Events
import Feeds
import Foundation
import Journal
import Market
import Node
import Numerics
import Settings
import TestSupport
import Testing
import Turns

/// A committed journal and what it must stay, as tools/record-golden wrote it down.
struct GoldenJournal: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let path: String
  let kept: VectorValue

  static let current = below("journal/golden")
  static let retired = below("journal/golden/retired")
  /// Of today's rules, stopped and gone on: each stop left a snapshot.
  static let stopped = current.filter { $0.testDescription.hasSuffix("-stops") }

  private static func below(_ folder: String) -> [GoldenJournal] {
    let path = Vectors.packageRoot + folder
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.sorted().compactMap { name in
      guard let file = FileManager.default.contents(atPath: "\(path)/\(name)/golden.json"),
        let kept = try? JSONDecoder().decode(VectorValue.self, from: file)
      else { return nil }
      return GoldenJournal(testDescription: name, path: "\(path)/\(name)", kept: kept)
    }
  }

  func digest() throws -> Digest256 {
    try #require(Digest256(hex: try kept["content_digest"].text()))
  }
}

@Suite struct `A golden journal` {
  private let node = TestNode()

  @Test func `is there for today's rules, from files and from the synthetic market`() {
    for feed in [
      "sample-ticks", "rough-ticks", "demo-7", "demo-8", "demo-9-stops", "orders-10-stops",
    ] {
      let name = "rules-\(rulesVersion)-\(feed)"
      #expect(
        GoldenJournal.current.contains { $0.testDescription == name },
        "\(name) is missing: run tools/record-golden, which records what is missing")
    }
  }

  @Test(arguments: GoldenJournal.current)
  func `replays as identical, as a proof`(golden: GoldenJournal) throws {
    try node.folder.copy(golden.path, as: "journal")
    let report = try node.replay()
    #expect(report.isIdentical, "\(String(describing: report.difference))")
    #expect(report.isProof, "run tools/record-golden: its rules are not today's")
    #expect(try report.contentDigest == golden.digest())
    #expect(try golden.kept["rules_version"].integer() == rulesVersion)
  }

  /// The same quotes once more, in as many runs: of the synthetic market, of the journal's own feed, of
  /// the sample.
  private func again(_ golden: GoldenJournal) async throws -> [RunSummary] {
    if case .integer(let seed) = golden.kept["demo_seed"] {
      var runs: [RunSummary] = []
      for end in ["demo_stop", "demo_until"] {
        guard case .text(let until) = golden.kept[end] else { continue }
        var request = RunRequest(
          journal: node.folder.path("journal"),
          synthetic: SyntheticMarket(seed: UInt64(seed), days: 1, instruments: nil))
        request.to = Timestamp(text: until)
        if case .list(let settings) = golden.kept["settings"] {
          request.trading = try SettingsGathering(
            file: nil, arguments: settings.map { try $0.text() }
          ).resolve()
          request.commands = try CommandFile(path: "\(golden.path)/commands.jsonl")
        }
        runs.append(try await RunSession(request, inbox: Inbox()).run())
      }
      return runs
    }
    let feed = "\(golden.path)/feed"
    let files =
      FileManager.default.fileExists(atPath: feed)
      ? try TickFeed.discover([feed], instruments: nil) : try node.sample(3_000, seed: 7)
    return [try await node.run(files)]
  }

  @Test(arguments: GoldenJournal.current)
  func `comes out again from the same quotes`(golden: GoldenJournal) async throws {
    let runs = try await again(golden)
    #expect(try runs.last?.contentDigest == golden.digest())
    for (name, counts) in [
      ("events", runs.map { Int64($0.events) }), ("inputs", runs.map(\.inputs)),
      ("rejected", runs.map(\.rejected)), ("late", runs.map(\.late)),
    ] { #expect(golden.kept[name] == .integer(counts.reduce(0, +)), "\(name)") }
  }

  @Test(arguments: GoldenJournal.stopped)
  func `that was stopped holds a snapshot of each stop, which replay compares`(
    golden: GoldenJournal
  ) throws {
    try node.folder.copy(golden.path, as: "journal")
    let kept = try node.reading { log, _ in try log.snapshots().map(\.key) }
    #expect(try kept.count == 2 && kept[0] == UInt64(golden.kept["events"].integer()))
    let report = try node.replay()
    #expect(report.snapshots == 2 && report.warnings == [])
    #expect(report.snapshotDifference == nil, "\(String(describing: report.snapshotDifference))")
  }

  @Test(arguments: GoldenJournal.stopped)
  func `that was stopped restores from each snapshot to what all its events lead to`(
    golden: GoldenJournal
  ) throws {
    try node.folder.copy(golden.path, as: "journal")
    try node.reading { log, path in
      var whole = TurnEngine(Reducers())
      _ = try Replay.restore(log, path: path, into: &whole, fromZero: true)
      for kept in try log.snapshots() {
        var at = TurnEngine(Reducers())
        let restoration = try Replay.restore(log, path: path, into: &at, through: kept.key)
        #expect(restoration.fromSnapshot == kept.key)
        var fromZero = TurnEngine(Reducers())
        _ = try Replay.restore(
          log, path: path, into: &fromZero, through: kept.key, fromZero: true)
        #expect(at.sections() == fromZero.sections(), "the snapshot at event \(kept.key)")
        let report = try Replay.verify(log, path: path, from: kept.key + 1)
        #expect(report.isIdentical && report.fromSnapshot == kept.key)
      }
      var opened = TurnEngine(Reducers())
      _ = try Replay.restore(log, path: path, into: &opened)
      #expect(opened.sections() == whole.sections())
    }
  }

  @Test(arguments: GoldenJournal.current + GoldenJournal.retired)
  func `of whatever rules decodes, verifies and restores`(golden: GoldenJournal) throws {
    try node.folder.copy(golden.path, as: "journal")
    let events = try golden.kept["events"].integer()
    let inputs = try golden.kept["inputs"].integer()
    let audit = try JournalVerifier.verify(node.folder.path("journal"))
    #expect(audit.isGood, "\(audit.problem ?? "")")
    #expect(try audit.contentDigest == golden.digest())
    try node.reading { log, path in
      var decoded: Int64 = 0
      try RecordedEvents.forEach(in: log, path: path, from: 1, to: .max) { _ in
        decoded += 1
        return true
      }
      #expect(decoded == events)
      var engine = TurnEngine(Reducers())
      let history = try Replay.restore(log, path: path, into: &engine).history
      #expect(history.inputs == inputs && history.events == events)
      #expect(engine.position.lastSequence == UInt64(events))
    }
  }

  @Test(arguments: GoldenJournal.current + GoldenJournal.retired)
  func `of whatever rules can be run on`(golden: GoldenJournal) async throws {
    try node.folder.copy(golden.path, as: "journal")
    let run = try await node.run(try node.sample(100, seed: 8))
    #expect(run.wasContinued && run.inputs == 200)
    #expect(try run.firstSequence == UInt64(golden.kept["events"].integer()) + 1)
    #expect(try node.replay(from: run.firstSequence).isIdentical)
  }

  @Test(arguments: GoldenJournal.current + GoldenJournal.retired)
  func `of whatever rules satisfies the verifier that is not ours`(
    golden: GoldenJournal
  ) async throws {
    try node.folder.copy(golden.path, as: "journal")
    let audit = try await Program.named("python3").run(
      [Vectors.packageRoot + "tools/verify-journal.py", "journal", "--json"],
      in: node.folder.path)
    #expect(audit.status == 0)
    #expect(try audit.json()["content_digest"] == golden.kept["content_digest"])
    #expect(try audit.json()["events"] == golden.kept["events"])
  }

  @Test(arguments: GoldenJournal.current + GoldenJournal.retired)
  func `is small`(golden: GoldenJournal) throws {
    let facts = try FileManager.default.attributesOfItem(atPath: "\(golden.path)/data.mdb")
    let bytes = try #require(facts[.size] as? Int)
    #expect(bytes <= 600_000)
  }
}

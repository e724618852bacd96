import Events
import Feeds
import Foundation
import Journal
import Market
import Node
import Numerics
import TestSupport
import Turns

/// Ends a sealing as a crash would.
struct Crash: Error {}

extension TestNode {
  /// A journal of a rough feed's first minutes, and the files for going on.
  func begun(
    seed: UInt64, rows: Int = 400, in journal: String = "parent"
  ) async throws -> [FeedFile] {
    let files = try rough(rows, seed: seed)
    try await run(files, in: journal, to: .rough(minutes: 5))
    return files
  }

  /// The same files in one unsealed journal, parted in time at the same place.
  ///
  /// Stamps that run backwards are cut elsewhere by a bound in time than by their rows.
  @discardableResult
  func whole(_ files: [FeedFile], partedAt minutes: Int64...) async throws -> RunSummary {
    for minutes in minutes { try await run(files, in: "whole", to: .rough(minutes: minutes)) }
    return try await run(files, in: "whole")
  }

  @discardableResult
  func seal(
    _ journal: String = "parent", into child: String = "child",
    endingAfter last: Sealing.Step? = nil
  ) throws -> SealReport {
    try Sealing(folder.path(journal), into: folder.path(child)) { step in
      if step == last { throw Crash() }
    }.run()
  }

  /// What every actor knows at the end of a journal.
  func sections(_ journal: String, fromZero: Bool = false) throws -> [SnapshotSection] {
    try reading(journal) { log, path in
      var engine = TurnEngine(Reducers())
      _ = try Replay.restore(log, path: path, into: &engine, fromZero: fromZero)
      return engine.sections()
    }
  }

  func bytes(_ journal: String) throws -> Data {
    try Data(contentsOf: URL(filePath: folder.path(journal + "/data.mdb")))
  }

  func verify(_ journal: String) throws -> VerifyReport {
    try JournalVerifier.verify(folder.path(journal))
  }

  /// Every event of a journal with the sequences of the facts it used.
  func facts(_ journal: String) throws -> [Fact] {
    try reading(journal) { log, path in
      var facts: [Fact] = []
      try RecordedEvents.forEach(in: log, path: path, from: 1, to: .max) { recorded in
        let event = recorded.event
        facts.append(
          Fact(
            sequence: event.sequence, kind: event.body.kind, at: event.at, cause: event.cause,
            because: recorded.because))
        return true
      }
      return facts
    }
  }

  struct Fact: Equatable {
    let sequence: UInt64
    let kind: EventKind
    let at: Timestamp
    let cause: UInt64
    let because: [UInt64]
  }
}

extension Timestamp {
  /// So many minutes after the first quotes of rough and sample feeds.
  static func rough(minutes: Int64) -> Timestamp {
    Timestamp(nanoseconds: (1_704_672_000 + minutes * 60) * nanosecondsPerSecond)
  }
}

import Events
import Foundation
import Journal
import Market
import Node
import TestSupport
import Testing
import Turns

/// Snapshots whose checksums are sound and whose fields are not: each field of each section, as the layout
/// lists them, at its least, its greatest, beyond both, at zero and at random, and many at once.
///
/// New sections and fields are covered without a line here.
@Suite struct `A forged snapshot` {
  private let folder = TemporaryFolder()

  @Test(arguments: GoldenJournal.stopped)
  func `never traps, whatever its fields are, and is passed over or gone on with`(
    golden: GoldenJournal
  ) async throws {
    try folder.copy(golden.path, as: "journal")
    var begin = 0
    // A trap ends the process that tries: the note says where, and the next one goes on behind it.
    for _ in 0..<12 {
      await #expect(processExitsWith: .success) {
        [
          path = folder.path("journal") as String, note = folder.path("note") as String,
          begin = begin as Int
        ] in
        try ForgedStates(path, note: note).tryAll(from: begin)
      }
      let words = try folder.text(of: "note").split(separator: "\n").map { String($0) }
      guard words[0] != "all" else {
        let (tried, adopted) = (try #require(Int(words[1])), try #require(Int(words[2])))
        #expect(tried > 500 && adopted > 10, "\(tried) forged, \(adopted) gone on with")
        return
      }
      Issue.record("\(words[1])")
      begin = try #require(Int(words[0])) + 1
    }
  }
}

/// Whether tests take the time to try everything: `tools/test --long` says so.
let isLong = ProcessInfo.processInfo.environment["RETRACE_LONG"] != nil

/// Tries forged snapshots one after the other, and notes the one that it is at.
struct ForgedStates {
  private let path: String
  private let note: String
  private let log: LMDBEventLog
  private let record: SnapshotRecord
  private static let mixtures = isLong ? 2_000 : 40
  /// One of so many is tried, all of them with `tools/test --long`.
  private static let stride = isLong ? 1 : 47

  init(_ path: String, note: String) throws {
    self.path = path
    self.note = note
    log = try LMDBEventLog.openForReading(path)
    guard let kept = try log.snapshots().first else { throw VectorMismatch("no snapshot") }
    var bytes = ByteBuffer(capacity: kept.bytes.count)
    bytes.append(kept.bytes)
    record = try SnapshotRecord(bytes.bytes)
  }

  func tryAll(from begin: Int) throws {
    var (number, adopted) = (0, 0)
    let forged = ForgedLog(log)
    // Of an older version the layout of today says nothing.
    for section in record.sections
    where SnapshotLayout.text.contains("\(section.name), version \(section.version)\n") {
      var forger = try SectionForger(
        layout: SnapshotLayout.text, section: section.name, seed: UInt64(section.bytes.count))
      var forgeries = try forger.forgeries(of: section.bytes)
      for mixture in 0..<Self.mixtures {
        forgeries.append(try forger.mixture(of: section.bytes, number: mixture))
      }
      for forgery in forgeries {
        defer { number += 1 }
        guard number >= begin, number % Self.stride == 0 else { continue }
        try Data("\(number)\n\(section.name): \(forgery.name)\n".utf8).write(
          to: URL(filePath: note))
        forged.put(
          record,
          with: SnapshotSection(
            name: section.name, version: section.version, bytes: forgery.bytes))
        if try isAdopted(forged, reachesADay: isLong || number % (16 * Self.stride) == 0) {
          adopted += 1
        }
      }
    }
    try Data("all\n\(number)\n\(adopted)\n".utf8).write(to: URL(filePath: note))
  }

  /// Opens as a run does, goes on, and shows what it came to.
  ///
  /// - Returns: Whether the snapshot was taken.
  private func isAdopted(_ forged: ForgedLog, reachesADay: Bool) throws -> Bool {
    var engine = TurnEngine(Reducers())
    let restoration: Restoration
    do {
      restoration = try Replay.restore(forged, path: path, into: &engine)
    } catch is JournalError {
      return false
    }
    guard restoration.fromSnapshot > 0 else { return false }
    var sink = Unkept()
    do throws(TurnFault) {
      let inputs = ForgedInputs.after(
        engine.position.at, instruments: 3, reachesADay: reachesADay)
      for input in inputs {
        try engine.run(input, into: &sink)
      }
    } catch {
      // A turn that is refused by name is an answer.
      _ = error.description
    }
    for actor in ActorName.allCases { _ = engine.reducers.text(of: actor) }
    _ = engine.timersText
    _ = engine.sections()
    return true
  }
}

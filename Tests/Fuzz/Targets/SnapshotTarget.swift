import Events
import Market
import Turns

@testable import Journal
@testable import Node

extension FuzzTarget {
  /// A snapshot: its record, the sections in it, and the reducers that stand where they say.
  ///
  /// Read as it is, and with size, digests and checksum put right, so that the sections are reached. What
  /// is taken is written again as the same bytes, and reducers that took it apply more without a trap.
  static let snapshots = FuzzTarget(
    name: "snapshots",
    parser: [
      "Sources/Edge/Journal/Snapshots/SnapshotRecord.swift",
      "Sources/Core/Codec/State/SnapshotSection.swift",
      "Sources/Core/Codec/State/StateReader.swift",
      "Sources/Core/Turns/TurnEngine+Sections.swift",
      "Sources/Node/Replay/JournalHistory+State.swift",
    ],
    seeds: { try [0, 3, 40, 110].map { try snapshot(minutes: $0) } },
    read: { bytes in
      take([UInt8](bytes))
      if let right = madeRight([UInt8](bytes)) { take(right) }
    })

  /// Reducers that applied so many minutes of one instrument, and what the beginning of a golden journal says
  /// of itself: small, so that most bytes are tried.
  private static func snapshot(minutes: Int) throws -> [UInt8] {
    let journal = ForgedJournal(JournalID(bytes: Array(1...16)))
    let wall = Timestamp(nanoseconds: 1_700_000_000_000_000_000)
    let frames = try Golden.beginning(turns: 60)
    _ = try frames.withUnsafeBytes { try journal.commit($0, at: wall) }
    var engine = TurnEngine(Reducers())
    let history = try Replay.restore(journal.log, path: "", into: &engine, fromZero: true).history
    var one = TurnEngine(Reducers())
    var sink = NoJournal()
    for input in SnapshotInputs.walk(minutes: minutes) { try one.run(input, into: &sink) }
    return SnapshotRecord(
      journal: journal.log.identity.id, sequence: max(one.position.lastSequence, 1),
      at: one.position.at, rules: rulesVersion, contentHead: journal.chain.contentHead(),
      nodeHead: journal.chain.nodeHead, takenAt: wall,
      sections: one.sections() + [history.section]
    ).encoded()
  }

  private static func take(_ bytes: [UInt8]) {
    do throws(SnapshotFault) {
      let record = try SnapshotRecord(bytes)
      mustHold(
        record.encoded() == bytes, "a record is written as other bytes than it was read from")
      adopt(record)
    } catch {
      mustSpeak(error)
    }
  }

  private static func adopt(_ record: SnapshotRecord) {
    var engine = TurnEngine(Reducers())
    do throws(CodecFault) {
      let missing = try engine.adopt(record.sections)
      let shared = [SharedSection.position, SharedSection.timers]
      let kept = engine.sections().filter { section in
        shared.contains(section.name) || !missing.contains { $0.name == section.name }
      }
      for section in kept {
        mustHold(
          record.sections.contains(section), "\(section.name) is kept as other bytes than it was")
      }
    } catch {
      mustSpeak(error)
      mustHold(
        engine.sections() == TurnEngine(Reducers()).sections(),
        "an engine that refused its sections is another one")
      return
    }
    for actor in ActorName.allCases {
      mustHold(engine.reducers.text(of: actor) != "", "a state without text")
    }
    mustHold(engine.timersText != "", "timers without text")
    readAccount(record.sections)
    goOn(engine)
  }

  private static func readAccount(_ sections: [SnapshotSection]) {
    for section in sections where section.name == JournalHistory.sectionName {
      do throws(CodecFault) {
        let history = try section.read(into: JournalHistory())
        mustHold(
          StateWriter.bytes(of: history) == section.bytes,
          "an account is kept as other bytes than it was")
        _ = history.counts
      } catch {
        mustSpeak(error)
      }
    }
  }

  /// Lets actors receive what a feed could bring next, and shows what they came to.
  private static func goOn(_ adopted: consuming TurnEngine<Reducers>) {
    var engine = adopted
    var sink = NoJournal()
    for input in SnapshotInputs.after(engine.position.at) {
      guard input.time.isValid, input.occurredAt.isValid else { return }
      do throws(TurnFault) {
        try engine.run(input, into: &sink)
      } catch {
        return mustSpeak(error)
      }
    }
    for actor in ActorName.allCases {
      mustHold(engine.reducers.text(of: actor) != "", "a state without text")
    }
  }

  /// The record with its size, the digests of its sections and its checksum put right; nil where there
  /// is no record to speak of.
  private static func madeRight(_ bytes: [UInt8]) -> [UInt8]? {
    guard bytes.count >= SnapshotRecord.headerBytes else { return nil }
    var right = bytes
    right.put(UInt32(truncatingIfNeeded: bytes.count - SnapshotRecord.headerBytes), at: 124)
    bytes.withUnsafeBytes { whole in
      var reader = ByteReader(whole, SnapshotRecord.headerBytes..<whole.count)
      while !reader.isAtEnd {
        _ = reader.bytes(Int(reader.varint(atMost: 64)))
        _ = reader.varint(atMost: 65_535)
        let size = Int(reader.varint(atMost: UInt64(SnapshotRecord.mostBytes)))
        let place = reader.offset
        _ = reader.digest()
        let body = [UInt8](reader.bytes(size))
        guard reader.fault == nil else { return }
        var digest = ByteBuffer(capacity: 32)
        digest.append(SnapshotRecord.digest(of: body))
        right.replaceSubrange(place..<place + 32, with: digest.bytes)
      }
    }
    let head = right[..<(SnapshotRecord.headerBytes - 4)].withUnsafeBytes { crc32c($0) }
    let crc = right[SnapshotRecord.headerBytes...].withUnsafeBytes { crc32c($0, continuing: head) }
    right.put(crc, at: SnapshotRecord.headerBytes - 4)
    return right
  }
}

extension SnapshotRecord {
  fileprivate init(_ bytes: [UInt8]) throws(SnapshotFault) {
    var buffer = ByteBuffer(capacity: bytes.count)
    buffer.append(bytes)
    try self.init(buffer.bytes)
  }
}

extension [UInt8] {
  fileprivate mutating func put(_ number: UInt32, at place: Int) {
    for byte in 0..<4 { self[place + byte] = UInt8(truncatingIfNeeded: number >> (8 * byte)) }
  }
}

/// Turns that nobody keeps.
private struct NoJournal: TurnSink {
  mutating func take(_ turn: borrowing TurnRecord) {}
}

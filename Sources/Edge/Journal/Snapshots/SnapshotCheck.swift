import Events
import Market
import Numerics

/// Holds the snapshots of a journal against its pages, while those are walked.
///
/// Source: schemas/journal-format.md, section 8.
struct SnapshotCheck {
  private struct Entry {
    let key: UInt64
    let record: SnapshotRecord?
    var fault: SnapshotFault?
    /// Whether a page ended at its event.
    var wasMet = false
  }

  private var entries: [Entry] = []
  private let most: Int
  private let base: UInt64

  /// - Parameter records: As they are filed, in whatever order.
  init(_ records: [(key: UInt64?, bytes: [UInt8])], of identity: JournalIdentity) {
    most = SnapshotRecord.mostKept(in: identity)
    base = identity.base.lastSequence
    for (key, bytes) in records {
      entries.append(Self.entry(key, bytes, identity))
    }
  }

  private static func entry(
    _ key: UInt64?, _ bytes: [UInt8], _ identity: JournalIdentity
  ) -> Entry {
    var buffer = ByteBuffer(capacity: bytes.count)
    buffer.append(bytes)
    do throws(SnapshotFault) {
      let record = try SnapshotRecord(buffer.bytes)
      guard record.sequence == key else { throw .wrongKey }
      guard record.journal == identity.id else { throw .otherJournal }
      return Entry(key: record.sequence, record: record)
    } catch {
      return Entry(key: key ?? 0, record: nil, fault: error)
    }
  }

  /// Notes where the journal begins, and where a good page ended.
  mutating func noteEnd(of checker: borrowing PageChecker) {
    for index in entries.indices where entries[index].record?.sequence == checker.lastSequence {
      guard let record = entries[index].record else { continue }
      entries[index].wasMet = true
      if record.at != checker.lastAt || record.contentHead != checker.contentDigest
        || record.nodeHead != checker.nodeHead
      {
        entries[index].fault = .otherChain
      }
    }
  }

  /// The latest event that a well-formed snapshot has applied, 0 when there is none.
  var latest: UInt64 { entries.compactMap { $0.record?.sequence }.max() ?? 0 }

  /// The first thing that is wrong with the snapshots, once every good page was noted.
  ///
  /// - Parameter lastSequence: Of the last good page.
  /// - Parameter isWhole: Whether every page was good: behind a bad one nothing can be said.
  func problem(
    through lastSequence: UInt64, isWhole: Bool
  ) -> (text: String, isNewer: Bool)? {
    for entry in entries {
      var fault = entry.fault
      if fault == nil, !entry.wasMet, isWhole || entry.key <= lastSequence {
        fault = entry.key > lastSequence ? .behindEnd : .noPage
      }
      guard let fault else { continue }
      if fault == .behindEnd {
        return (
          "there is a snapshot at event \(entry.key), but the journal ends at \(lastSequence): its tail "
            + "was cut", false
        )
      }
      var isNewer = false
      if case .newerFormat = fault { isNewer = true }
      return (
        "the snapshot at event \(entry.key) is damaged: \(fault). The events themselves are good; "
          + "an opening passes over this snapshot and reads more events instead", isNewer
      )
    }
    guard entries.count <= most else { return ("there are more than \(most) snapshots", false) }
    guard base == 0 || entries.contains(where: { $0.key == base }) else {
      return (
        "the snapshot at event \(base), behind which this journal begins, is missing. The events "
          + "themselves are good; an opening needs the parent journal", false
      )
    }
    return nil
  }
}

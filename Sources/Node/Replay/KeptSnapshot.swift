import Events
import Journal

/// Reads a snapshot and holds it against the page that ends at its event, or against the base of a child.
enum KeptSnapshot {
  /// - Throws: Why it cannot be used; the events are good all the same.
  static func record(
    _ kept: (key: UInt64, bytes: [UInt8]), in log: any EventLog
  ) throws(SnapshotRefusal) -> SnapshotRecord {
    var buffer = ByteBuffer(capacity: kept.bytes.count)
    buffer.append(kept.bytes)
    do throws(SnapshotFault) {
      let record = try SnapshotRecord(buffer.bytes)
      guard record.sequence == kept.key else { throw .wrongKey }
      guard record.journal == log.identity.id else { throw .otherJournal }
      let base = log.identity.base
      if !base.isNone, record.sequence == base.lastSequence {
        guard record.at == base.at, record.contentHead == base.contentHead,
          record.nodeHead == base.nodeHead
        else { throw .otherChain }
        return record
      }
      guard let header = pageHeader(holding: record.sequence, in: log),
        header.lastSequence == record.sequence, header.lastAt == record.at
      else { throw .noPage }
      guard header.contentHead == record.contentHead, header.nodeHead == record.nodeHead else {
        throw .otherChain
      }
      return record
    } catch {
      throw SnapshotRefusal(error.description)
    }
  }

  /// Nil when there is no such page, or none that can be read: replay will say so.
  private static func pageHeader(holding sequence: UInt64, in log: any EventLog) -> PageHeader? {
    // Both `try?`: a page that cannot be read is not there, and replay says so.
    guard let page = try? log.page(holding: sequence) else { return nil }
    var buffer = ByteBuffer(capacity: page.bytes.count)
    buffer.append(page.bytes)
    return try? PageHeader(page: buffer.bytes)
  }
}

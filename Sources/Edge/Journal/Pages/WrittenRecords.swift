import Events

/// Holds what is about to be written against the rules by which it is read.
///
/// One set of rules serves both: what the reader would refuse, the writer does not write.
enum WrittenRecords {
  /// - Returns: The first thing that a reader would refuse, nil when there is none.
  static func problem(of pages: [PendingPage], _ snapshot: PendingSnapshot?) -> String? {
    for page in pages {
      do throws(PageFault) {
        let header = try PageHeader(fieldsOf: page.bytes)
        guard header.firstSequence == page.firstSequence else { throw .wrongHeader }
      } catch {
        return PageProblem.page(first: page.firstSequence, error).description
      }
    }
    guard let snapshot else { return nil }
    var bytes = ByteBuffer(capacity: snapshot.bytes.count)
    bytes.append(snapshot.bytes)
    do throws(SnapshotFault) {
      let record = try SnapshotRecord(bytes.bytes)
      guard record.sequence == snapshot.sequence else { throw .wrongKey }
    } catch {
      return "the snapshot at event \(snapshot.sequence): \(error)"
    }
    return nil
  }
}

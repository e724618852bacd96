package import Events
package import Journal
import Market

/// Walks a log turn by turn, checking each page's checksum and place on the way.
package enum JournalWalk {
  /// One recorded turn.
  package struct Turn {
    /// The frames of its page; valid during the call.
    package let bytes: UnsafeRawBufferPointer
    package let frames: [Frame]
    package let firstSequence: UInt64
    /// The header of the page it stands in.
    package let header: PageHeader
  }

  /// Calls `body` with the frames of every page from the one that holds `sequence` on, until it
  /// returns false.
  ///
  /// - Throws: `JournalError.damaged`, `.newerFormat` or `.newerEvent`, or what `body` throws.
  package static func pages(
    of log: any EventLog, path: String, from sequence: UInt64 = 1,
    _ body: (_ header: PageHeader, _ frames: UnsafeRawBufferPointer) throws -> Bool
  ) throws {
    var expected: UInt64?
    try log.forEachPage(from: sequence) { key, page in
      let header = try self.header(of: page, key: key, path: path)
      guard key == header.firstSequence else {
        throw JournalError.damaged(
          path: path, what: PageProblem.wrongKey(key, header.firstSequence).description,
          goodThrough: (expected ?? key) - 1)
      }
      guard key == expected ?? key else {
        throw JournalError.damaged(
          path: path, what: "event \(expected ?? 1) is missing: the next page begins at \(key)",
          goodThrough: (expected ?? 1) - 1)
      }
      expected = header.lastSequence + 1
      return try body(header, UnsafeRawBufferPointer(rebasing: page[PageHeader.byteCount...]))
    }
  }

  /// Calls `body` with every turn from the page that holds `sequence` on, until it returns false.
  ///
  /// - Throws: `JournalError.damaged`, `.newerFormat` or `.newerEvent`, or what `body` throws.
  package static func turns(
    of log: any EventLog, path: String, from sequence: UInt64 = 1, _ body: (Turn) throws -> Bool
  ) throws {
    var frames: [Frame] = []
    try pages(of: log, path: path, from: sequence) { header, bytes in
      var next = header.firstSequence
      do {
        var reader = TurnReader(bytes)
        while try reader.nextTurn(into: &frames) {
          let turn = Turn(bytes: bytes, frames: frames, firstSequence: next, header: header)
          guard try body(turn) else { return false }
          next += UInt64(frames.count)
        }
      } catch let fault as CodecFault where fault.isNewer {
        throw JournalError.newerEvent(path: path, sequence: next, what: fault.description)
      } catch let fault as CodecFault {
        throw JournalError.damaged(
          path: path, what: "event \(next) cannot be read: \(fault)", goodThrough: next - 1)
      }
      return true
    }
  }

  /// The header of the page that holds a sequence, or of the newest page behind the last event.
  static func header(
    holding sequence: UInt64, of log: any EventLog, path: String
  ) throws -> PageHeader {
    guard let page = try log.page(holding: sequence) else {
      throw JournalError.damaged(
        path: path, what: "no page holds event \(sequence)", goodThrough: 0)
    }
    return try page.bytes.withUnsafeBytes { try header(of: $0, key: page.key, path: path) }
  }

  private static func header(
    of page: UnsafeRawBufferPointer, key: UInt64, path: String
  ) throws(JournalError) -> PageHeader {
    do throws(PageFault) {
      return try PageHeader(page: page)
    } catch {
      if case .newerFormat(let format) = error { throw .newerFormat(path: path, format: format) }
      throw .damaged(
        path: path, what: PageProblem.page(first: key, error).description, goodThrough: key - 1)
    }
  }
}

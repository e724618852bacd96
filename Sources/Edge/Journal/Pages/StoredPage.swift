import Compression
import Events

/// Pages of format 2: the header of a page as in format 1, then its frames as one zlib stream.
///
/// Only sealed journals hold them. They are made and undone here, so that everything above sees pages
/// of format 1. Layout: schemas/journal-format.md, section 3.
package enum StoredPage {
  static let format: UInt16 = 2

  /// The page that a stored one stands for.
  ///
  /// - Returns: Nil when it is no sound page of format 2: whoever reads its header says what it is.
  static func expanded(_ stored: UnsafeRawBufferPointer) -> [UInt8]? {
    guard stored.count > PageHeader.byteCount else { return nil }
    var reader = ByteReader(stored, 0..<PageHeader.byteCount)
    guard reader.fixed32() == PageHeader.magic, reader.fixed16() == format,
      reader.fixed16() == UInt16(PageHeader.byteCount),
      PageHeader.checksum(of: stored) == PageHeader.storedChecksum(of: stored)
    else { return nil }
    var counts = ByteReader(stored, 216..<220)
    let frameBytes = Int(counts.fixed32())
    guard frameBytes > 0, frameBytes <= PageHeader.mostBytes - PageHeader.byteCount else {
      return nil
    }
    var page = [UInt8](stored.prefix(PageHeader.byteCount))
    page += [UInt8](repeating: 0, count: frameBytes)
    let isSound = page.withUnsafeMutableBytes { bytes in
      Zlib.inflate(
        UnsafeRawBufferPointer(rebasing: stored[PageHeader.byteCount...]),
        into: UnsafeMutableRawBufferPointer(rebasing: bytes[PageHeader.byteCount...]))
    }
    guard isSound else { return nil }
    seal(&page, as: PageHeader.format)
    return page
  }

  /// Calls `body` with the page that a stored one stands for, or with itself.
  static func withExpanded<Value>(
    _ stored: Slice<UnsafeRawBufferPointer>, _ body: (UnsafeRawBufferPointer) -> Value
  ) -> Value {
    let stored = UnsafeRawBufferPointer(rebasing: stored)
    return expanded(stored)?.withUnsafeBytes(body) ?? body(stored)
  }

  /// A page of format 1 as it is stored in a sealed journal.
  ///
  /// - Returns: The page itself where compression would not make it smaller.
  static func compressed(_ page: [UInt8]) -> [UInt8] {
    let stream = page.withUnsafeBytes { bytes in
      Zlib.deflated(UnsafeRawBufferPointer(rebasing: bytes[PageHeader.byteCount...]))
    }
    guard let stream, PageHeader.byteCount + stream.count < page.count else { return page }
    var stored = Array(page.prefix(PageHeader.byteCount)) + stream
    seal(&stored, as: format)
    return stored
  }

  /// Gives a page its format and the checksum that goes with it.
  private static func seal(_ page: inout [UInt8], as format: UInt16) {
    page[4] = UInt8(truncatingIfNeeded: format)
    page[5] = UInt8(truncatingIfNeeded: format >> 8)
    let checksum = page.withUnsafeBytes { PageHeader.checksum(of: $0) }
    for place in 0..<4 { page[220 + place] = UInt8(truncatingIfNeeded: checksum >> (8 * place)) }
  }
}

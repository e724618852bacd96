import Glibc

/// Keeps what the two meta pages of `data.mdb` said before a commit, to put it back when that fails.
///
/// LMDB, when the write of its meta page fails, leaves the new roots there under the old transaction
/// number: harmless to LMDB, which uses the other meta page, but no state that ever was. The verifiers
/// would rightly call it damage, and the next opening would be refused. What stood there before is still
/// whole, because LMDB never writes over the state before the newest.
final class MetaPages {
  /// What section 6 of the format page names of a meta page.
  private static let namedBytes = 152

  private let file: Int32
  private let places: [Int]
  private var before: [[UInt8]] = []

  /// - Returns: Nil when the file cannot be opened or its pages have no size yet.
  init?(_ folder: JournalFolder) {
    file = open(folder.dataFile, O_RDWR | O_CLOEXEC)
    guard file >= 0 else { return nil }
    var size: UInt32 = 0
    guard pread(file, &size, 4, 40) == 4, size.littleEndian >= 512, size.littleEndian <= 32_768
    else {
      Glibc.close(file)
      return nil
    }
    places = [0, Int(size.littleEndian)]
  }

  deinit { Glibc.close(file) }

  /// Notes what stands there now.
  func remember() {
    before = places.map { place in
      var bytes = [UInt8](repeating: 0, count: Self.namedBytes)
      let count = pread(file, &bytes, bytes.count, off_t(place))
      return count == bytes.count ? bytes : []
    }
  }

  /// Puts back what was noted, where it differs. A disk that fails here as well leaves what LMDB left.
  func restore() {
    for (place, bytes) in zip(places, before) where !bytes.isEmpty {
      var now = [UInt8](repeating: 0, count: bytes.count)
      guard pread(file, &now, now.count, off_t(place)) == now.count, now != bytes else { continue }
      _ = pwrite(file, bytes, bytes.count, off_t(place))
      _ = fsync(file)
    }
  }
}

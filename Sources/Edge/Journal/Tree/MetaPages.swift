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
  /// Both pages as the system has them now, whoever wrote them: to look costs no call.
  private let now: UnsafeRawBufferPointer
  /// By meta page: its place in the file, and what was noted of it.
  private var before: [(place: Int, bytes: [UInt8])] = []

  /// - Returns: Nil when the file cannot be opened or its pages have no size yet.
  init?(_ folder: JournalFolder) {
    file = open(folder.dataFile, O_RDWR | O_CLOEXEC)
    guard file >= 0 else { return nil }
    var size: UInt32 = 0
    guard pread(file, &size, 4, 40) == 4, size.littleEndian >= 512, size.littleEndian <= 32_768,
      case let pageBytes = Int(size.littleEndian),
      let start = mmap(nil, 2 * pageBytes, PROT_READ, MAP_SHARED, file, 0), start != MAP_FAILED
    else {
      Glibc.close(file)
      return nil
    }
    now = UnsafeRawBufferPointer(start: start, count: 2 * pageBytes)
    before = [0, pageBytes].map { ($0, [UInt8](repeating: 0, count: Self.namedBytes)) }
    remember()
  }

  deinit {
    munmap(UnsafeMutableRawPointer(mutating: now.baseAddress), now.count)
    Glibc.close(file)
  }

  /// Notes what stands there now.
  func remember() {
    for page in before.indices {
      let bytes = now(at: before[page].place)
      before[page].bytes.withUnsafeMutableBytes { $0.copyMemory(from: bytes) }
    }
  }

  /// Puts back what was noted, where it differs. A disk that fails here as well leaves what LMDB left.
  func restore() {
    for (place, bytes) in before where !now(at: place).elementsEqual(bytes) {
      _ = pwrite(file, bytes, bytes.count, off_t(place))
      _ = fsync(file)
    }
  }

  private func now(at place: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: now[place..<place + Self.namedBytes])
  }
}

import Glibc

/// Keeps zeros at the end of `data.mdb`, written before they are needed.
///
/// A file that grows with a commit has new blocks and a new size, which the commit's sync must write as
/// well, after the data: a third of a small commit's time. Over zeros that are there already it writes data
/// only. No rule of the format looks behind the last tree page (schemas/journal-format.md, section 6).
///
/// As many bytes are kept as the file has grown since it was opened, a quarter of a megabyte at most, so
/// that a small journal stays small. A large commit grows the file by itself: writing twice would cost more.
final class Preallocation {
  private static let mostBytes = 256 << 10
  /// The largest commit that it is kept for.
  private static let largestCommit = 64 << 10
  /// More than the tree pages that a small commit writes beside its own.
  private static let treeBytes = 32 << 10

  private let file: Int32
  /// Bytes that were in use when the journal was opened.
  private let began: Int
  /// Where the file ends; LMDB may have gone further since.
  private var end: Int
  private let zeros = [UInt8](repeating: 0, count: 64 << 10)

  /// - Parameter used: Bytes up to the last tree page in use.
  /// - Returns: Nil when the file cannot be opened.
  init?(_ folder: JournalFolder, used: Int) {
    file = open(folder.dataFile, O_RDWR | O_CLOEXEC)
    guard file >= 0 else { return nil }
    began = used
    end = Int(lseek(file, 0, SEEK_END))
  }

  deinit { Glibc.close(file) }

  /// Writes zeros where a commit would find too few of them. The commit's own sync makes them durable.
  ///
  /// - Parameters:
  ///   - bytes: What the commit holds, the tree pages that it touches left out.
  ///   - used: Bytes up to the last tree page in use.
  /// - Throws: What the system said. The commit was not tried; whoever goes on after that loses nothing.
  func keep(for bytes: Int, behind used: Int) throws(LMDB.Failure) {
    end = max(end, used)
    let needed = bytes + Self.treeBytes
    let kept = min(used - began, Self.mostBytes)
    guard bytes <= Self.largestCommit, end - used < needed, kept >= 2 * needed else { return }
    let wanted = used + kept
    while end < wanted {
      let count = pwrite(file, zeros, min(zeros.count, wanted - end), off_t(end))
      guard count > 0 else { throw LMDB.Failure(code: count == 0 ? ENOSPC : errno) }
      end += count
    }
  }

  /// Cuts off what was kept and not used. A file that cannot be cut stays as long as it is, and is sound.
  func trim(behind used: Int) { _ = ftruncate(file, off_t(used)) }
}

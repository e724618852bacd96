import Events
import Glibc
package import Market

/// A process that holds a reading transaction open while the journal goes on: what was freed since cannot
/// be used again, and the file grows instead.
package struct OldestReader: Equatable, Sendable {
  package let processID: Int32
  /// How it was called; empty when it cannot be asked.
  package let command: String
  /// For how long at least, in nanoseconds.
  package let nanoseconds: Int64
  /// Tree pages of 4 KiB that it holds back.
  package let heldPages: Int64

  /// From here on it is a warning. A reader of ours ends its transaction within 50 ms.
  private static let most = 10 * nanosecondsPerSecond

  package var isTooOld: Bool { nanoseconds > Self.most }

  /// In words.
  package var text: String {
    let name = command.isEmpty ? "" : " (\(command))"
    return
      "process \(processID)\(name) has been reading the state of \(nanoseconds / nanosecondsPerSecond) s "
      + "ago: \(heldPages) pages cannot be used again while it does, and the file grows"
  }
}

extension LMDBEventLog {
  /// How far back pages are asked for the time of a transaction.
  private static let mostPages = 10_000

  /// The reader that holds the oldest state; nil while none holds one that is not the newest.
  ///
  /// How long is told by the pages committed since: a transaction has one at least.
  ///
  /// - Parameter now: Our clock.
  package func oldestReader(at now: Timestamp) throws(JournalError) -> OldestReader? {
    let newest = store.newestTransaction
    var oldest: (processID: Int32, transaction: UInt64)?
    for line in store.readerTable().split(separator: "\n") {
      let parts = line.split(separator: " ")
      guard parts.count == 3, let process = Int32(parts[0]), let transaction = UInt64(parts[2]),
        transaction < oldest?.transaction ?? newest
      else { continue }
      oldest = (process, transaction)
    }
    guard let oldest else { return nil }
    do throws(LMDB.Failure) {
      return OldestReader(
        processID: oldest.processID, command: Self.command(of: oldest.processID),
        nanoseconds: try age(behind: newest - oldest.transaction, now),
        heldPages: try store.pagesFreed(since: oldest.transaction))
    } catch {
      throw .unreadable(path: folder.path, reason: error.text)
    }
  }

  /// How long ago the page was committed that stands so many places from the end, or the last one asked.
  private func age(behind transactions: UInt64, _ now: Timestamp) throws(LMDB.Failure) -> Int64 {
    var left = min(transactions, UInt64(Self.mostPages))
    var committedAt = now
    try store.forEachBackwards(.pages) { page in
      guard page.count >= PageHeader.byteCount else { return false }
      let stamp = page.loadUnaligned(fromByteOffset: 208, as: Int64.self)
      committedAt = Timestamp(nanoseconds: Int64(littleEndian: stamp))
      left -= 1
      return left > 0
    }
    return committedAt.isValid ? max(0, now.nanoseconds &- committedAt.nanoseconds) : 0
  }

  private static func command(of process: Int32) -> String {
    let file = open("/proc/\(process)/cmdline", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return "" }
    defer { Glibc.close(file) }
    var bytes = [UInt8](repeating: 0, count: 200)
    let count = read(file, &bytes, bytes.count)
    let words = bytes.prefix(max(0, count)).split(separator: 0)
    return words.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
  }
}

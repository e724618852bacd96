import Glibc

/// How full a file system is, as `df` counts it: what only the superuser may use is neither used nor free.
package struct DiskSpace: Equatable, Sendable {
  package let usedBytes: UInt64
  package let freeBytes: UInt64

  package init(usedBytes: UInt64, freeBytes: UInt64) {
    self.usedBytes = usedBytes
    self.freeBytes = freeBytes
  }

  /// Of the file system that holds a path; nil when it cannot be asked.
  package init?(of path: String) {
    var status = statvfs()
    guard statvfs(path, &status) == 0 else { return nil }
    let unit = UInt64(status.f_frsize)
    self.init(
      usedBytes: (UInt64(status.f_blocks) - UInt64(status.f_bfree)) * unit,
      freeBytes: UInt64(status.f_bavail) * unit)
  }

  /// Of the file system that would hold a path: of the nearest folder above it that is there.
  package init?(near path: String) {
    var folder = path
    while true {
      if let found = DiskSpace(of: folder) {
        self = found
        return
      }
      guard folder != ".", folder != "/" else { return nil }
      let slash = folder.lastIndex(of: "/")
      folder = slash.map { $0 > folder.startIndex ? String(folder[..<$0]) : "/" } ?? "."
    }
  }

  /// In tenths of a per cent, rounded down; 1,000 when there is no space at all.
  package var usedPerMille: UInt64 {
    let all = usedBytes + freeBytes
    return all == 0
      ? 1_000 : all.dividingFullWidth(usedBytes.multipliedFullWidth(by: 1_000)).quotient
  }

  /// From 80 % on: time to make room, or to seal and move old journals away.
  package var isNearlyFull: Bool { usedPerMille >= 800 }

  /// What to warn of, nil while there is actor.
  ///
  /// - Parameter path: The journal.
  package func warning(for path: String) -> String? {
    guard isNearlyFull else { return nil }
    return
      "the disk of \(path) is \(usedPerMille / 10) % full, \(freeBytes >> 20) MiB are free. A full disk "
      + "stops the node: make room, or seal the journal (`retrace journal seal`) and move it away."
  }
}

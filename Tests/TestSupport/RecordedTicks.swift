import Foundation

/// The recorded quotes beside the package, which are no part of it.
package enum RecordedTicks {
  package static let folder = URL(filePath: Vectors.packageRoot).deletingLastPathComponent()
    .appending(path: "shared/data/ticks").path(percentEncoded: false)

  /// Whether they are on this machine.
  package static let areHere = FileManager.default.fileExists(atPath: folder)

  package static let whyNot = "skipped: ../shared/data/ticks is not beside the package"
}

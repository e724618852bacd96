import Foundation

/// The recorded candles beside the package, which are no part of it.
///
/// `RETRACE_DATA` names a folder that contains `candles/`; without it, `shared/data` beside the
/// package is read.
package enum RecordedCandles {
  package static let folder =
    (ProcessInfo.processInfo.environment["RETRACE_DATA"].map {
      URL(filePath: $0, directoryHint: .isDirectory)
    }
    ?? URL(filePath: Vectors.packageRoot).deletingLastPathComponent().appending(path: "shared/data"))
    .appending(path: "candles").path(percentEncoded: false)

  /// Whether they are on this machine.
  package static let areHere = FileManager.default.fileExists(atPath: folder)

  package static let whyNot =
    "skipped: ../shared/data/candles is not beside the package; RETRACE_DATA may name its folder"

  package static func path(_ name: String) -> String { "\(folder)/\(name)" }
}

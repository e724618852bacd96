package import Numerics

/// A file that was read to its end.
package struct EndedFile: Equatable, Sendable {
  /// Its place among the files of the feed.
  package let file: Int
  package let rows: Int64
  /// SHA-256 of the whole file, as it was read.
  package let digest: Digest256
}

/// Why the bytes of a file could not be read or inflated. Every case names the file.
package enum CompressionError: Error, Equatable {
  /// No file or folder has this path.
  case notFound(file: String)
  /// The operating system refused; `reason` is its own text.
  case unreadable(file: String, reason: String)
  /// The gzip stream stops in the middle of a member.
  case truncated(file: String)
  /// The gzip stream contradicts itself or its own checksum; `reason` is zlib's own text.
  case corrupt(file: String, reason: String)
  /// Bytes that are no gzip member follow a complete one.
  case trailingGarbage(file: String)
  /// Fewer bytes are there than when the file was looked at first.
  case shrunk(file: String, expected: Int64, found: Int64)
}

extension CompressionError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notFound(let file):
      """
      There is no file or folder \(file). \
      Nothing was read. \
      Check the spelling and the folder the command was started in.
      """
    case .unreadable(let file, let reason):
      """
      \(file) could not be read: \(reason). \
      Nothing after this point was taken from it. \
      Remove the cause and start again.
      """
    case .truncated(let file):
      """
      \(file) stops in the middle of its gzip stream. \
      What was inflated before the end is sound as far as it goes, but its checksum is missing. \
      Fetch the file again.
      """
    case .corrupt(let file, let reason):
      """
      \(file) is damaged: \(reason). \
      Nothing after the damage was taken from it. \
      Fetch the file again; `gzip --test` shows whether the new copy is sound.
      """
    case .trailingGarbage(let file):
      """
      \(file) goes on after its gzip stream with bytes that are not gzip. \
      The stream before them passed its checksum. \
      Fetch the file again, or cut off what was appended to it.
      """
    case .shrunk(let file, let expected, let found):
      """
      \(file) had \(expected) bytes when it was first looked at and has \(found) now. \
      Nothing after this point was taken from it. \
      Let whatever writes the file finish, then start again.
      """
    }
  }
}

import Compression

/// Why a feed can not be opened, or not be read further.
package enum FeedError: Error, Equatable {
  /// No file or folder has this path.
  case notFound(file: String)
  /// The operating system refused; `reason` is its own text.
  case unreadable(file: String, reason: String)
  /// A folder without a file of ticks or candles.
  case emptyFolder(file: String)
  /// A file without a byte, or a gzip file of no bytes.
  case emptyFile(file: String)
  /// A file of blank lines, or of a header and no row.
  case noRows(file: String)
  /// Neither the file's name nor a folder's says which instrument it holds.
  case unknownInstrument(file: String, known: [String])
  /// The first line is neither a header nor a quote; `found` is how it begins.
  case notATickFile(file: String, line: Int64, found: String)
  /// A line of more than 1 MiB.
  case lineTooLong(file: String, line: Int64)
  /// The gzip stream ends too early, while this line was read.
  case truncated(file: String, line: Int64)
  /// The gzip stream is damaged, or followed by something else, while this line was read.
  case corrupt(file: String, line: Int64, reason: String)
  /// The file is not what it was when the feed was discovered.
  case changedWhileReading(file: String, line: Int64, reason: String)
  /// One instrument has the same content under two paths.
  case sameFileTwice(file: String, other: String)
  /// Nothing was asked for (`missing` is empty), or these instruments are in no file.
  case nothingSelected(missing: [String], found: [String])
  /// Candle files that do not go together, or not with what was asked for.
  case candles(CandleProblem)
  /// A sample could not be written; `reason` is the operating system's own text.
  case unwritable(file: String, reason: String)

  /// - Parameter line: Where the reader was when it happened.
  init(_ error: CompressionError, line: Int64) {
    self =
      switch error {
      case .notFound(let file): .notFound(file: file)
      case .unreadable(let file, let reason): .unreadable(file: file, reason: reason)
      case .truncated(let file): .truncated(file: file, line: line)
      case .corrupt(let file, let reason): .corrupt(file: file, line: line, reason: reason)
      case .trailingGarbage(let file):
        .corrupt(file: file, line: line, reason: "bytes that are no gzip follow the gzip stream")
      case .shrunk(let file, let expected, let found):
        .changedWhileReading(
          file: file, line: line, reason: "it had \(expected) bytes and has \(found) now")
      }
  }
}

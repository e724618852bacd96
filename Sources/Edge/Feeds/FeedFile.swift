import Compression
import Crypto
package import Market
package import Numerics

/// One file of ticks or candles as it was when it was looked at first.
///
/// Path, size and `headHash` go into the journal; a file that differs from them later is refused
/// (design.md, section 2, *Never a fact twice*).
package struct FeedFile: Equatable, Sendable {
  /// As it was named, or the named folder's path and the path below it.
  package let path: String
  package let instrument: Instrument
  /// Bytes of the raw file, compressed or not.
  package let size: Int64
  /// SHA-256 of the first 64 KiB of the raw file, of all of it if it is shorter.
  package let headHash: Digest256
  /// The stamp of the first quote or candle. nil if none of the first 4,096 rows has one.
  package let firstStamp: Timestamp?
  /// The time of the first row: the merge opens the file when no other row is earlier.
  let firstTime: Timestamp
  /// What its rows are.
  package let form: FileForm
  /// How far apart its rows are; nil for ticks.
  let spacing: RowSpacing?
  /// How its candles are read; nil for ticks.
  package internal(set) var candles: CandleReading?

  /// Looks at a file: whether it can be read, what it holds, and its first row.
  init(path: String) throws(FeedError) {
    guard let instrument = InstrumentName.instrument(ofPath: path) else {
      throw .unknownInstrument(file: path, known: InstrumentName.known)
    }
    let source: ByteSource
    do {
      source = try ByteSource(path: path)
      headHash = try Self.hash(ofHead: source)
    } catch {
      throw FeedError(error, line: 1)
    }
    guard source.size > 0 else { throw .emptyFile(file: path) }
    let rows = RowReader(source, path: path)
    let timeline = FileTimeline(rows, file: 0)
    let first = try timeline.next()
    if let failure = timeline.failure { throw failure }
    guard let first else {
      throw rows.hasContent ? .noRows(file: path) : .emptyFile(file: path)
    }
    self.path = path
    self.instrument = instrument
    form = rows.candles?.form ?? .ticks
    spacing = form == .ticks ? nil : try RowSpacing(ofFile: path, size: source.size)
    size = source.size
    firstStamp = timeline.firstStamp
    firstTime = first.time
  }

  /// Opens the file for reading, if it still is what was looked at.
  ///
  /// - Parameter index: The number that items carry.
  func open(as index: Int) throws(FeedError) -> FileItems {
    let source: ByteSource
    let found: Digest256
    do {
      source = try ByteSource(path: path, size: size, hashing: true)
      found = try Self.hash(ofHead: source)
    } catch {
      throw FeedError(error, line: 1)
    }
    guard found == headHash else {
      throw .changedWhileReading(
        file: path, line: 1, reason: "its first 64 KiB are other bytes now")
    }
    let rows = RowReader(source, path: path, candles: candles)
    return FileItems(FileTimeline(rows, file: index), candles)
  }

  /// SHA-256 of the whole file as it is now.
  package func wholeHash() throws(FeedError) -> Digest256 {
    do {
      let source = try ByteSource(path: path, size: size)
      let hash = StreamingSHA256()
      let buffer = UnsafeMutableRawBufferPointer.allocate(
        byteCount: ByteSource.chunk, alignment: 16)
      defer { buffer.deallocate() }
      while case let count = try source.readRaw(into: buffer), count > 0 {
        hash.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
      }
      return hash.digest()
    } catch {
      throw FeedError(error, line: 1)
    }
  }

  private static func hash(ofHead source: ByteSource) throws(CompressionError) -> Digest256 {
    SHA256.digest(of: try source.head(65_536))
  }
}

import Compression
import Market
import Numerics

/// Reads the rows of one file of ticks or candles, one after another, in place.
///
/// Tolerates a UTF-8 byte order mark, the header, CRLF, blank lines and a last line without its
/// newline. A fault of the file is thrown only after every whole line before it was returned.
final class RowReader {
  /// A longer line ends the reading: it can only be another kind of file.
  static let longestLine = 1 << 20

  let path: String
  /// The lines begun so far: the line of the row returned last.
  private(set) var line: Int64 = 0
  /// The rows returned so far: the ordinal of the row returned last.
  private(set) var ordinal: Int64 = 0
  /// Whether the file has any content at all.
  private(set) var hasContent = false
  /// How its candles are read, nil for ticks: known once the header is read.
  private(set) var candles: CandleReading?

  private let source: ByteSource
  private var buffer: UnsafeMutableRawBufferPointer
  /// Where the next line begins.
  private var position = 0
  /// Up to here the buffer holds whole lines, each with its newline.
  private var wholeEnd = 0
  /// Up to here the buffer holds bytes.
  private var filledEnd = 0
  private var isAtEnd = false
  /// Whether the first line that is not blank is still to come.
  private var isAtTop = true
  /// Whether a line may be a plain tick: below the top of a tick file.
  private var mayBePlain = false
  private let wantedCandles: CandleReading?

  /// - Parameter candles: How the rows are read if the header says candles; nil at the first look.
  init(_ source: ByteSource, path: String, candles: CandleReading? = nil) {
    self.path = path
    wantedCandles = candles
    self.source = source
    buffer = .allocate(byteCount: 2 * ByteSource.chunk + 1, alignment: 16)
  }

  deinit { buffer.deallocate() }

  /// SHA-256 of the whole file, once it was read to its end; nil where it was not asked for.
  var digest: Digest256? { source.digest }

  /// - Returns: nil at the end of the file.
  func next() throws(FeedError) -> FeedRow? {
    while try hasWholeLine() {
      line += 1
      if mayBePlain, let row = takePlainRow() { return row }
      let text = try takeLine()
      guard !RowText.isBlank(text) else { continue }
      if isAtTop, takeHeader(text) { continue }
      let row = candles.map { CandleText.row(text, $0) } ?? RowText.row(text)
      if isAtTop {
        // Only ticks may come without a header: what else a column means, nobody has said.
        if case .rejected = row {
          throw .notATickFile(file: path, line: line, found: RowText.excerpt(text))
        }
        isAtTop = false
        mayBePlain = true
      }
      ordinal += 1
      return row
    }
    return nil
  }

  /// - Returns: Whether the line is a header.
  private func takeHeader(_ text: UnsafeRawBufferPointer) -> Bool {
    guard let form = FileForm(header: text) else { return false }
    isAtTop = false
    mayBePlain = form == .ticks
    if form != .ticks { candles = wantedCandles ?? CandleReading(form) }
    return true
  }

  @inline(__always)
  private func hasWholeLine() throws(FeedError) -> Bool {
    if position < wholeEnd { return true }
    return try refill()
  }

  @inline(__always)
  private func takePlainRow() -> FeedRow? {
    // `position` is before `wholeEnd`, so there is a base address, and a newline behind it.
    guard let bytes = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self),
      let row = PlainRow(at: UnsafePointer(bytes + position))
    else { return nil }
    position += row.length
    ordinal += 1
    return .tick(stamp: row.stamp, bid: row.bid, ask: row.ask)
  }

  /// The next line, without its line end; valid until the next refill.
  private func takeLine() throws(FeedError) -> UnsafeRawBufferPointer {
    let rest = UnsafeRawBufferPointer(rebasing: buffer[position..<wholeEnd])
    let length = rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.count
    guard length <= Self.longestLine else { throw .lineTooLong(file: path, line: line) }
    position += length + 1
    var text = rest[..<length]
    if text.last == UInt8(ascii: "\r") { text.removeLast() }
    if line == 1, text.starts(with: [0xef, 0xbb, 0xbf]) { text.removeFirst(3) }
    return UnsafeRawBufferPointer(rebasing: text)
  }

  /// Brings at least one more whole line. Called when all whole lines are used up.
  ///
  /// - Returns: false at the end of the file.
  private func refill() throws(FeedError) -> Bool {
    guard !isAtEnd else { return false }
    keepUnfinishedLine()
    while filledEnd <= Self.longestLine {
      makeRoom()
      let count = try read()
      if count == 0 { return endLastLine() }
      hasContent = true
      let searched = filledEnd
      filledEnd += count
      if let newline = lastNewline(in: searched..<filledEnd) {
        wholeEnd = newline + 1
        return true
      }
    }
    throw .lineTooLong(file: path, line: line + 1)
  }

  private func read() throws(FeedError) -> Int {
    let actor = filledEnd..<filledEnd + ByteSource.chunk
    do {
      return try source.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[actor]))
    } catch {
      throw FeedError(error, line: line + 1)
    }
  }

  private func keepUnfinishedLine() {
    let unfinished = UnsafeRawBufferPointer(rebasing: buffer[position..<filledEnd])
    buffer.copyMemory(from: unfinished)
    filledEnd = unfinished.count
    position = 0
    wholeEnd = 0
  }

  /// Actor for one more chunk, and for the newline that a last line may lack.
  private func makeRoom() {
    guard buffer.count < filledEnd + ByteSource.chunk + 1 else { return }
    let larger = UnsafeMutableRawBufferPointer.allocate(
      byteCount: 2 * buffer.count, alignment: 16)
    larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[..<filledEnd]))
    buffer.deallocate()
    buffer = larger
  }

  /// - Returns: Whether there is a last line.
  private func endLastLine() -> Bool {
    isAtEnd = true
    guard filledEnd > 0 else { return false }
    buffer[filledEnd] = UInt8(ascii: "\n")
    filledEnd += 1
    wholeEnd = filledEnd
    return true
  }

  private func lastNewline(in range: Range<Int>) -> Int? {
    buffer[range].lastIndex(of: UInt8(ascii: "\n"))
  }
}

/// Walks the turns of one page's frames.
public struct TurnReader {
  @usableFromInline let bytes: UnsafeRawBufferPointer
  /// Where the next turn begins.
  @usableFromInline var offset = 0

  /// - Parameter bytes: The frames of one page, without its header. They must outlive the reader.
  @inlinable public init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  /// The next turn, when it is one ordinary quote; nil, and nothing is passed, when it is not.
  @inlinable @inline(__always)
  public mutating func nextQuote() -> QuoteFrame? {
    guard let quote = QuoteFrame(bytes, at: offset) else { return nil }
    offset = quote.end
    return quote
  }

  /// Puts the frames of the next turn into `frames`, or returns false at the end of the page.
  public mutating func nextTurn(into frames: inout [Frame]) throws(CodecFault) -> Bool {
    frames.removeAll(keepingCapacity: true)
    guard offset < bytes.count else { return false }
    let first = try Frame.parse(bytes, at: offset, end: bytes.count)
    guard first.flags.isFirst else { throw .badFlags }
    frames.append(first)
    offset = first.end
    while offset < bytes.count {
      guard try !Frame.isFirst(bytes, at: offset) else { return true }
      let frame = try Frame.parse(bytes, at: offset, end: bytes.count)
      guard Int(frame.causeDistance) <= frames.count else { throw .badCause }
      guard frame.flags.isNode == first.flags.isNode else { throw .badFlags }
      frames.append(frame)
      guard frames.count <= TurnRecord.mostEvents else { throw .outOfRange }
      offset = frame.end
    }
    return true
  }
}

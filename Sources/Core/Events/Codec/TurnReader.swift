/// Walks the turns of one page's frames.
public struct TurnReader {
  private let bytes: UnsafeRawBufferPointer
  private var next: Frame?
  private var offset = 0

  /// - Parameter bytes: The frames of one page, without its header. They must outlive the reader.
  public init(_ bytes: UnsafeRawBufferPointer) throws(CodecFault) {
    self.bytes = bytes
    if !bytes.isEmpty { try advance() }
    if let next, !next.flags.isFirst { throw .badFlags }
  }

  private mutating func advance() throws(CodecFault) {
    guard offset < bytes.count else {
      next = nil
      return
    }
    let frame = try Frame.parse(bytes, at: offset, end: bytes.count)
    offset = frame.end
    next = frame
  }

  /// Puts the frames of the next turn into `frames`, or returns false at the end of the page.
  public mutating func nextTurn(into frames: inout [Frame]) throws(CodecFault) -> Bool {
    frames.removeAll(keepingCapacity: true)
    guard let first = next else { return false }
    frames.append(first)
    try advance()
    while let frame = next, !frame.flags.isFirst {
      guard Int(frame.causeDistance) <= frames.count else { throw .badCause }
      guard frame.flags.isNode == first.flags.isNode else { throw .badFlags }
      frames.append(frame)
      guard frames.count <= TurnRecord.mostEvents else { throw .outOfRange }
      try advance()
    }
    return true
  }
}

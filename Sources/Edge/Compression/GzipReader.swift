import CZlib

/// Inflates one gzip stream piece by piece. With `Zlib` below, the only file that knows zlib.
///
///     boundary ── first byte 1f ──▶ member
///     boundary ── any other byte after a member ──▶ trailing garbage
///     member   ── checksum and length agree ──▶ boundary
///     member   ── anything else that is no gzip ──▶ corrupt
///     member   ── input ends ──▶ truncated
///
/// A stream may have several members, one after another, as `cat a.gz b.gz` makes them.
///
/// Source: RFC 1952, *GZIP file format specification version 4.3* (1996), section 2.2.
package final class GzipReader {
  private let file: String
  /// On the heap, because zlib keeps the address.
  private let stream: UnsafeMutablePointer<z_stream>
  private var isBetweenMembers = true
  private var endedMembers = 0
  /// Found behind bytes that were still good: thrown by the next call, and by every one after it.
  private var fault: CompressionError?

  /// - Parameter file: The name that errors speak of.
  package init(file: String) throws(CompressionError) {
    self.file = file
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    // 15 bits of window, and 16 to ask for a gzip header and its checksum.
    let status = inflateInit2_(
      stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else {
      throw .unreadable(file: file, reason: "zlib could not start, status \(status)")
    }
  }

  deinit {
    inflateEnd(stream)
    stream.deinitialize(count: 1)
    stream.deallocate()
  }

  /// Inflates until the output is full or the input is used up.
  ///
  /// Inflated bytes may be waiting inside: call again until nothing more is produced, with empty
  /// input if there is none, before bringing new input.
  ///
  /// - Returns: How many bytes were taken from `input` and how many were written to `output`.
  package func inflate(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) throws(CompressionError) -> (consumed: Int, produced: Int) {
    if let fault { throw fault }
    var consumed = 0
    var produced = 0
    while produced < output.count {
      if isBetweenMembers {
        guard consumed < input.count, begins(input[consumed]) else { break }
      }
      let step = run(
        UnsafeRawBufferPointer(rebasing: input[consumed...]),
        into: UnsafeMutableRawBufferPointer(rebasing: output[produced...]))
      consumed += step.consumed
      produced += step.produced
      if fault != nil || step == (0, 0) { break }
    }
    // What was produced before the fault is delivered first.
    if let fault, produced == 0 { throw fault }
    return (consumed, produced)
  }

  /// Says that no input is left.
  package func finish() throws(CompressionError) {
    if let fault { throw fault }
    guard isBetweenMembers, endedMembers > 0 else { throw .truncated(file: file) }
  }

  /// Whether the next byte begins a member; if not, the fault is set.
  private func begins(_ byte: UInt8) -> Bool {
    guard byte == 0x1f else {
      fault = notGzip
      return false
    }
    inflateReset(stream)
    isBetweenMembers = false
    return true
  }

  /// One call of zlib.
  private func run(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) -> (consumed: Int, produced: Int) {
    let given = UInt32(clamping: input.count)
    let actor = UInt32(clamping: output.count)
    // zlib only reads from `next_in`; its C type does not say so.
    stream.pointee.next_in = UnsafeMutablePointer(
      mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self))
    stream.pointee.avail_in = given
    stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_out = actor
    switch CZlib.inflate(stream, Z_NO_FLUSH) {
    case Z_OK, Z_BUF_ERROR:
      break
    case Z_STREAM_END:
      isBetweenMembers = true
      endedMembers += 1
    case Z_DATA_ERROR where stream.pointee.total_in <= 2:
      // The two magic bytes themselves are wrong.
      fault = notGzip
    case Z_MEM_ERROR:
      fault = .unreadable(file: file, reason: "zlib found no memory")
    case let status:
      let reason = stream.pointee.msg.map { String(cString: $0) } ?? "zlib status \(status)"
      fault = .corrupt(file: file, reason: reason)
    }
    return (Int(given - stream.pointee.avail_in), Int(actor - stream.pointee.avail_out))
  }

  private var notGzip: CompressionError {
    endedMembers > 0
      ? .trailingGarbage(file: file) : .corrupt(file: file, reason: "it does not begin as gzip")
  }
}

/// Whole zlib streams in memory.
///
/// Source: RFC 1950, *ZLIB compressed data format specification version 3.3* (1996).
package enum Zlib {
  /// - Returns: The stream, nil when zlib finds no memory.
  package static func deflated(_ bytes: UnsafeRawBufferPointer) -> [UInt8]? {
    var count = compressBound(uLong(bytes.count))
    var stream = [UInt8](repeating: 0, count: Int(count))
    let status = compress2(
      &stream, &count, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self),
      uLong(bytes.count), Z_DEFAULT_COMPRESSION)
    guard status == Z_OK else { return nil }
    return Array(stream.prefix(Int(count)))
  }

  /// Inflates a stream that must fill `output` exactly; nothing is ever written past it.
  ///
  /// - Returns: Whether it was one whole sound stream of that length, with nothing behind it.
  package static func inflate(
    _ stream: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) -> Bool {
    var produced = uLongf(output.count)
    var consumed = uLong(stream.count)
    let status = uncompress2(
      output.baseAddress?.assumingMemoryBound(to: UInt8.self), &produced,
      stream.baseAddress?.assumingMemoryBound(to: UInt8.self), &consumed)
    return status == Z_OK && Int(produced) == output.count && Int(consumed) == stream.count
  }
}

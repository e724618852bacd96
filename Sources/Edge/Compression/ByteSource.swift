import Crypto
package import Numerics

/// The bytes of one file, in order, inflated if the file is gzip.
///
/// Whether it is gzip is told by its first two bytes, 1f 8b, never by its name. Reads in chunks of
/// 64 KiB, and never past the size the file had when it was first looked at: what is appended
/// meanwhile belongs to the next look.
package final class ByteSource {
  package static let chunk = 65_536

  /// The size of the raw file in bytes.
  package let size: Int64
  private let descriptor: FileDescriptor
  private var offset: Int64 = 0
  private let hash: StreamingSHA256?
  /// nil for a plain file.
  private let gzip: GzipReader?
  /// Raw bytes for `gzip`; empty for a plain file.
  private let input: UnsafeMutableRawBufferPointer
  /// The part of `input` that was not inflated yet.
  private var waiting = 0..<0

  /// - Parameters:
  ///   - size: What the file's size was at an earlier look; nil at the first one.
  ///   - hashing: Whether `digest` is wanted at the end.
  package init(
    path: String, size expected: Int64? = nil, hashing: Bool = false
  ) throws(CompressionError) {
    let descriptor = try FileDescriptor(path: path)
    let found = try descriptor.size()
    if let expected, found < expected {
      throw .shrunk(file: path, expected: expected, found: found)
    }
    self.descriptor = descriptor
    hash = hashing ? StreamingSHA256() : nil
    size = expected ?? found
    let magic = try Self.head(of: descriptor, count: min(2, size))
    // One lone 1f is a gzip file cut after its first byte.
    let gzip = magic == [0x1f, 0x8b] || magic == [0x1f] ? try GzipReader(file: path) : nil
    self.gzip = gzip
    input = .allocate(byteCount: gzip == nil ? 0 : Self.chunk, alignment: 16)
  }

  deinit { input.deallocate() }

  /// The first bytes of the raw file, as many as there are up to `count`.
  package func head(_ count: Int) throws(CompressionError) -> [UInt8] {
    try Self.head(of: descriptor, count: min(Int64(count), size))
  }

  /// SHA-256 of the whole raw file, as it was read; nil before its end, and where it was not asked for.
  package var digest: Digest256? { offset == size ? hash?.digest() : nil }

  /// Reads the next bytes.
  ///
  /// - Returns: How many bytes were written to `output`, which is not empty; 0 at the end.
  package func read(into output: UnsafeMutableRawBufferPointer) throws(CompressionError) -> Int {
    guard let gzip else { return try readRaw(into: output) }
    while true {
      let step = try gzip.inflate(
        UnsafeRawBufferPointer(rebasing: input[waiting]), into: output)
      waiting = waiting.lowerBound + step.consumed..<waiting.upperBound
      if step.produced > 0 { return step.produced }
      guard step.consumed == 0 else { continue }
      guard try refill() else {
        try gzip.finish()
        return 0
      }
    }
  }

  /// - Returns: false at the end of the file.
  private func refill() throws(CompressionError) -> Bool {
    let count = try readRaw(into: input)
    waiting = 0..<count
    return count > 0
  }

  /// Reads the next bytes as they lie on disk: not beside `read`.
  package func readRaw(
    into output: UnsafeMutableRawBufferPointer
  ) throws(CompressionError) -> Int {
    let wanted = min(Int64(min(output.count, Self.chunk)), size - offset)
    guard wanted > 0 else { return 0 }
    let target = UnsafeMutableRawBufferPointer(rebasing: output[..<Int(wanted)])
    let count = try descriptor.read(into: target, at: offset)
    guard count > 0 else {
      throw .shrunk(file: descriptor.path, expected: size, found: offset)
    }
    offset += Int64(count)
    hash?.update(UnsafeRawBufferPointer(rebasing: target[..<count]))
    return count
  }

  private static func head(
    of descriptor: FileDescriptor, count: Int64
  ) throws(CompressionError) -> [UInt8] {
    let head = UnsafeMutableRawBufferPointer.allocate(byteCount: Int(count), alignment: 16)
    defer { head.deallocate() }
    var filled = 0
    while filled < head.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: head[filled...])
      let found = try descriptor.read(into: rest, at: Int64(filled))
      guard found > 0 else {
        throw .shrunk(file: descriptor.path, expected: count, found: Int64(filled))
      }
      filled += found
    }
    return [UInt8](head)
  }
}

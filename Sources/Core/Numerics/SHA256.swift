/// SHA-256, fed piece by piece.
///
/// Core needs digests where OpenSSL may not be imported; Edge hashes in bulk with OpenSSL, and a
/// test holds the two equal. A copy of the value continues on its own.
///
/// Source: FIPS 180-4, *Secure Hash Standard* (2015), section 6.2.
public struct SHA256: Sendable {
  private var state = SHA256State()
  /// The start of a block that is not full yet; only the first `pendingCount` bytes count.
  private var pending = InlineArray<64, UInt8>(repeating: 0)
  private var pendingCount = 0
  private var byteCount: UInt64 = 0

  public init() {}

  /// Takes in the next bytes.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    byteCount &+= UInt64(bytes.count)
    var next = 0
    if pendingCount > 0 {
      next = min(64 - pendingCount, bytes.count)
      append(bytes, from: 0, to: next)
      guard pendingCount == 64 else { return }
      absorbPending()
    }
    let blocks = (bytes.count - next) / 64
    state.absorb(bytes, at: next, blocks: blocks)
    next += 64 * blocks
    append(bytes, from: next, to: bytes.count)
  }

  /// Takes in the next bytes.
  public mutating func update(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { update($0) }
  }

  /// The digest of everything taken in so far. More may follow.
  public func finalized() -> Digest256 {
    var last = self
    last.pending[last.pendingCount] = 0x80
    last.pendingCount += 1
    if last.pendingCount > 56 {
      last.fillPending(to: 64)
      last.absorbPending()
    }
    last.fillPending(to: 56)
    let bitCount = byteCount &<< 3
    for index in 0..<8 {
      last.pending[56 + index] = UInt8(truncatingIfNeeded: bitCount >> UInt64(56 - 8 * index))
    }
    last.absorbPending()
    return last.state.digest
  }

  /// The digest of one array.
  public static func digest(of bytes: [UInt8]) -> Digest256 {
    var hash = SHA256()
    hash.update(bytes)
    return hash.finalized()
  }

  private mutating func append(_ bytes: UnsafeRawBufferPointer, from start: Int, to end: Int) {
    for index in start..<end {
      pending[pendingCount] = bytes[index]
      pendingCount += 1
    }
  }

  private mutating func fillPending(to end: Int) {
    while pendingCount < end {
      pending[pendingCount] = 0
      pendingCount += 1
    }
  }

  private mutating func absorbPending() {
    withUnsafeBytes(of: pending) { state.absorb($0, at: 0, blocks: 1) }
    pendingCount = 0
  }
}

/// The 32 bytes of a SHA-256, held as four words so that a copy costs no allocation.
public struct Digest256: Equatable, Hashable, Sendable, BitwiseCopyable {
  /// Bytes 0 to 7, the first byte most significant.
  public let first: UInt64
  /// Bytes 8 to 15.
  public let second: UInt64
  /// Bytes 16 to 23.
  public let third: UInt64
  /// Bytes 24 to 31.
  public let fourth: UInt64

  /// Before anything was hashed: the link before the first one.
  public static let zero = Digest256(0, 0, 0, 0)

  public init(_ first: UInt64, _ second: UInt64, _ third: UInt64, _ fourth: UInt64) {
    self.first = first
    self.second = second
    self.third = third
    self.fourth = fourth
  }

  /// - Returns: nil unless there are exactly 32 bytes.
  public init?(bytes: some Collection<UInt8>) {
    guard bytes.count == 32 else { return nil }
    var words = InlineArray<4, UInt64>(repeating: 0)
    for (index, byte) in bytes.enumerated() {
      words[index / 8] = words[index / 8] << 8 | UInt64(byte)
    }
    self.init(words[0], words[1], words[2], words[3])
  }

  /// - Returns: nil unless the text is exactly 64 lower-case hexadecimal digits.
  public init?(hex: some StringProtocol) {
    guard let bytes = Hex.bytes(hex) else { return nil }
    self.init(bytes: bytes)
  }

  /// The 32 bytes, first byte first.
  public var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(32)
    for word in [first, second, third, fourth] {
      for shift in stride(from: UInt64(56), through: 0, by: -8) {
        bytes.append(UInt8(truncatingIfNeeded: word >> shift))
      }
    }
    return bytes
  }

  /// 64 lower-case hexadecimal digits.
  public var hex: String {
    Hex.text(of: first) + Hex.text(of: second) + Hex.text(of: third) + Hex.text(of: fourth)
  }
}

extension Digest256: CustomStringConvertible {
  public var description: String { hex }
}

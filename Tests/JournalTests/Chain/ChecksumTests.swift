import Journal
import Numerics
import Testing

/// Known answers: RFC 3720, *iSCSI*, appendix B.4, and the common check value of the catalogues.
@Suite struct `CRC32C` {
  private static let seeds: [UInt64] = [1, 2, 3]
  private static let read: [UInt8] = [
    0x01, 0xC0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x14, 0, 0, 0, 0, 0, 0x04, 0,
    0, 0, 0, 0x14, 0, 0, 0, 0x18, 0x28, 0, 0, 0, 0, 0, 0, 0, 0x02, 0, 0, 0, 0, 0, 0, 0,
  ]

  @Test(
    arguments: [
      ([], 0), ([UInt8](repeating: 0, count: 32), 0x8A91_36AA),
      ([UInt8](repeating: 0xFF, count: 32), 0x62A8_AB43), (Array(0...31), 0x46DD_794E),
      ((0...31).reversed(), 0x113F_DB5C), (read, 0xD996_3A56),
      (Array("123456789".utf8), 0xE306_9283),
    ] as [([UInt8], UInt32)])
  func `gives the published checksum`(bytes: [UInt8], checksum: UInt32) {
    #expect(bytes.withUnsafeBytes { crc32c($0) } == checksum)
    #expect(bytes.withUnsafeBytes { portableCRC32C($0) } == checksum)
  }

  @Test(arguments: seeds)
  func `is that of its definition, by the processor and without it`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let bytes = (0..<4_096).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    for _ in 0..<60 {
      let start = Int(random.next(below: 64))
      let piece = Array(bytes[start..<start + Int(random.next(below: 600))])
      let wanted = bitByBit(piece)
      // From a place in the larger run of bytes, so that not every piece is aligned.
      let range = start..<start + piece.count
      bytes.withUnsafeBytes { all in
        let part = UnsafeRawBufferPointer(rebasing: all[range])
        #expect(crc32c(part) == wanted, "seed \(seed), bytes \(range)")
        #expect(portableCRC32C(part) == wanted, "seed \(seed), bytes \(range)")
      }
    }
  }

  /// The processor's way takes blocks of 3,072 and of 384 bytes in three lanes, and what is left in one.
  @Test(arguments: seeds)
  func `is the same both ways, at every length and alignment`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let bytes = (0..<7_000).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    let before = UInt32(truncatingIfNeeded: random.next())
    bytes.withUnsafeBytes { all in
      for length in 0...6_900 {
        for start in length <= 800 ? 0..<8 : length % 8..<length % 8 + 1 {
          let part = UnsafeRawBufferPointer(rebasing: all[start..<start + length])
          guard
            crc32c(part, continuing: before) != portableCRC32C(part, continuing: before)
          else { continue }
          Issue.record("seed \(seed): \(length) bytes from \(start)")
        }
      }
    }
  }

  @Test(arguments: seeds) func `goes on behind a first part`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let bytes = (0..<500).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    for _ in 0..<30 {
      let cut = Int(random.next(below: 501))
      let first = bytes[..<cut].withUnsafeBytes { crc32c($0) }
      let both = bytes[cut...].withUnsafeBytes { crc32c($0, continuing: first) }
      #expect(both == bitByBit(bytes), "seed \(seed), cut at \(cut)")
    }
  }

  /// Division by the reflected polynomial, one bit at a time.
  private func bitByBit(_ bytes: [UInt8]) -> UInt32 {
    var rest: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      rest ^= UInt32(byte)
      for _ in 0..<8 { rest = rest >> 1 ^ (rest & 1 == 1 ? 0x82F6_3B78 : 0) }
    }
    return rest ^ 0xFFFF_FFFF
  }
}

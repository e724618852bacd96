import CProcessor

/// The eight words that SHA-256 carries from block to block.
///
/// Blocks are stirred in by the processor's own instructions where it has them, else by the rounds written
/// out here: the same words either way.
///
/// Source: FIPS 180-4, sections 4.1.2, 4.2.2, 5.3.3 and 6.2.2.
struct SHA256State: Sendable {
  private var words: InlineArray<8, UInt32> = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a,
    0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
  ]

  /// Stirs in whole blocks of 64 bytes from `offset` on.
  mutating func absorb(_ bytes: UnsafeRawBufferPointer, at offset: Int, blocks: Int) {
    precondition(offset >= 0 && blocks >= 0 && offset + 64 * blocks <= bytes.count)
    guard blocks > 0, let base = bytes.baseAddress else { return }
    let isDone = withUnsafeMutableBytes(of: &words) {
      retrace_sha256_blocks(
        $0.assumingMemoryBound(to: UInt32.self).baseAddress, base + offset, blocks)
    }
    guard isDone == 0 else { return }
    for block in 0..<blocks { absorbPortably(bytes, at: offset + 64 * block) }
  }

  /// Stirs in the 64 bytes that start at `offset`, without those instructions.
  mutating func absorbPortably(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
    var schedule = InlineArray<64, UInt32>(repeating: 0)
    for index in 0..<16 {
      let word = bytes.loadUnaligned(fromByteOffset: offset + 4 * index, as: UInt32.self)
      schedule[index] = UInt32(bigEndian: word)
    }
    for index in 16..<64 {
      let early = schedule[index &- 15]
      let late = schedule[index &- 2]
      let sigma0 = Self.rotated(early, 7) ^ Self.rotated(early, 18) ^ (early &>> 3)
      let sigma1 = Self.rotated(late, 17) ^ Self.rotated(late, 19) ^ (late &>> 10)
      schedule[index] = schedule[index &- 16] &+ sigma0 &+ schedule[index &- 7] &+ sigma1
    }
    // The working words change roles instead of places, eight rounds in turn.
    var (a, b, c, d) = (words[0], words[1], words[2], words[3])
    var (e, f, g, h) = (words[4], words[5], words[6], words[7])
    var round = 0
    while round < 64 {
      Self.turn(a, b, c, &d, e, f, g, &h, schedule[round] &+ Self.constants[round])
      Self.turn(h, a, b, &c, d, e, f, &g, schedule[round &+ 1] &+ Self.constants[round &+ 1])
      Self.turn(g, h, a, &b, c, d, e, &f, schedule[round &+ 2] &+ Self.constants[round &+ 2])
      Self.turn(f, g, h, &a, b, c, d, &e, schedule[round &+ 3] &+ Self.constants[round &+ 3])
      Self.turn(e, f, g, &h, a, b, c, &d, schedule[round &+ 4] &+ Self.constants[round &+ 4])
      Self.turn(d, e, f, &g, h, a, b, &c, schedule[round &+ 5] &+ Self.constants[round &+ 5])
      Self.turn(c, d, e, &f, g, h, a, &b, schedule[round &+ 6] &+ Self.constants[round &+ 6])
      Self.turn(b, c, d, &e, f, g, h, &a, schedule[round &+ 7] &+ Self.constants[round &+ 7])
      round &+= 8
    }
    words = [
      words[0] &+ a, words[1] &+ b, words[2] &+ c, words[3] &+ d, words[4] &+ e, words[5] &+ f,
      words[6] &+ g, words[7] &+ h,
    ]
  }

  var digest: Digest256 {
    func pair(_ index: Int) -> UInt64 {
      UInt64(words[index]) << 32 | UInt64(words[index + 1])
    }
    return Digest256(pair(0), pair(2), pair(4), pair(6))
  }

  /// One round over the working words: `d` and `h` get their new values, the others their new roles.
  @inline(__always)
  private static func turn(
    _ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: inout UInt32, _ e: UInt32, _ f: UInt32, _ g: UInt32,
    _ h: inout UInt32, _ word: UInt32
  ) {
    let choice = (e & f) ^ (~e & g)
    let majority = (a & b) ^ (a & c) ^ (b & c)
    let sum0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)
    let sum1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)
    let carried = h &+ sum1 &+ choice &+ word
    d = d &+ carried
    h = carried &+ sum0 &+ majority
  }

  @inline(__always)
  private static func rotated(_ word: UInt32, _ places: UInt32) -> UInt32 {
    word &>> places | word &<< (32 &- places)
  }

  // A release build places an array of literals in the data of the program; an inline array would be
  // copied whole at every read.
  private static let constants: [UInt32] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4,
    0xab1c_5ed5, 0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe,
    0x9bdc_06a7, 0xc19b_f174, 0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f,
    0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da, 0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7,
    0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967, 0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc,
    0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85, 0xa2bf_e8a1, 0xa81a_664b,
    0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070, 0x19a4_c116,
    0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7,
    0xc671_78f2,
  ]
}

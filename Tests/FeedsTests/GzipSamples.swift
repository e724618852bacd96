/// Gzip bytes for tests.
enum GzipSamples {
  /// The content of `deflated`: a header and 40 rows, a quarter of a second apart.
  static let text: String = {
    let rows = (0..<40).map { index in
      let bid = 38_000 + (index * index * 7) % 911
      return "\(1_398_902_400_000_000_000 + index * 250_000_000),1.\(bid),1.\(bid + 10)\n"
    }
    return "ts_ns,bid,ask\n" + rows.joined()
  }()

  /// What `gzip -9` made of `text`: one member, one block with Huffman tables of its own.
  static let deflated: [UInt8] = bytes(
    """
    1f8b08000000000002035d944d4a44410c84f79e6590eefcf769447123829bf1fe38908caf92b7c9a6487fa954de
    effdede77efbf8fabcbddfbf5f369f388b645ddf6dbf72fcd7bd4043da355e1a078df63e14593940e3bd8f7156e7
    4bb33bcfde949508349d67bb660d054de721cd3e64d8a7f3b0240f2bf050e711c9b944612eea3c6ae98f3af8439d
    c79f157da6ce13927d1e8d2e0d8f7d9dd4ec859ace435eb307ccce9d476c67f50d9ace6326595d2e8d749e88ec13
    07fac8e059a9a18d9ac123563e1b683a8f2f2d0f61ef3afca95d2cdc85761ed69c8b0de6d2ce63aae501be35f2ac
    a7de3c97c63acfc399ac07f2639dc739fd71017facf36cafbd07cc659d472bab8a59f5e10f51dd2964c33b8f5065
    8381c73bcfe3782ab3e0a18ffbd2aa06998fcee3a7f2b3e0ad18fb62ad7b855dc4e059c5b38127068f5bed043276
    469e9d2bd7f04f38c39fd248d38cff61f8f35e4133ee8b92c7d85efe0090f188d1ae050000
    """)

  /// One member that holds the bytes as they are. At most 65,535 bytes.
  static func stored(_ content: [UInt8]) -> [UInt8] {
    let length = UInt16(content.count)
    return [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1]
      + littleEndian(UInt32(length), 2) + littleEndian(UInt32(~length), 2)
      + content + littleEndian(checksum(content), 4) + littleEndian(UInt32(length), 4)
  }

  /// CRC-32 as gzip uses it (RFC 1952, section 8), bit by bit.
  private static func checksum(_ content: [UInt8]) -> UInt32 {
    var crc = UInt32.max
    for byte in content {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = (crc >> 1) ^ (crc & 1 == 1 ? 0xedb8_8320 : 0) }
    }
    return ~crc
  }

  private static func littleEndian(_ value: UInt32, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt32(8 * $0)) }
  }

  private static func bytes(_ hex: String) -> [UInt8] {
    let digits = hex.compactMap { $0.hexDigitValue }
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
  }
}

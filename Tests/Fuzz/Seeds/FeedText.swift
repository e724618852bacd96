/// Small files of quotes and candles, none of a market: their prices count up.
enum FeedText {
  static let ticks = [
    "ts_ns,bid,ask\n"
      + (1...6).map { "\($0)000000000,1.1000\($0),1.1000\($0 + 1)\n" }.joined(),
    "1,1,2\n3,0.5,0.6\n\n2,-1.25,1.5\r\n",
    "\u{FEFF}ts_ns,bid,ask\r\n 7 , 1.100001 ,\t1.100002 \r\n8,,1\r\n9,1\r\n8,1,2,3\r\nx,1,2\r\n10,1.0000000,2",
    "ts_ns,bid,ask\n9,é,1\n4611686018427387904,1,2\n5,9223372036854.775807,-9223372036854.775808\n",
    "not a tick\n", "1,12345678901234,2\n2,123456789012.123456,3\n3,18446744073709551617.5,4\n",
  ]

  static let candles = [
    "ts_ms,o,h,l,c\n"
      + (1...4).map { "\($0)60000,150.01\($0),150.03\($0),150.00\($0),150.02\($0)\n" }.joined(),
    "ts_ms,o,h,l,c,v\n60000,150.01,150.03,150,150.02,12\n120000,150.01,150.03,150,150.02,\n"
      + "180000,1,2,3,4,-5.0\n180001,1,2,3,4,0.5\n240000,1,2,3\n300000,1,2,3,4,5,6\nx,1,2,3,4,5\n",
    "ts_ms,bo,bh,bl,bc,ao,ah,al,ac\n"
      + (1...3).map {
        "\($0)80000,150.01\($0),150.03,150,150.02\($0),150.02\($0),150.04,150.01,150.03\n"
      }.joined(),
    "ts_ms,bo,bh,bl,bc,ao,ah,al,ac\n0,1,1,1,1,2,2,2,2\n3600000,9223372036854.775807,,,1,9223372036854.775807,,,\n7200000,1,1,1,1,1,1,1,1\n",
    "ts_ms,o,h,l,c\n0,-9223372036854.775808,1,1,9223372036854.775807\n86400000,1,1,1,1\n172800000,1,1,1,1\n",
    // Around the last opens whose bars, of a day and of a minute, end within time.
    "ts_ms,o,h,l,c\n4611599558427,1,1,1,1\n4611599618426,1,1,1,1\n4611599618427,1,1,1,1\n",
    "ts_ms,o,h,l,c\n4611685898427,1,1,1,1\n4611685958427,1,1,1,1\n4611686018427,1,1,1,1\n",
  ]

  /// CRC-32 as gzip uses it (RFC 1952, section 8), around the bytes as they are.
  static func gzip(_ text: String) -> [UInt8] {
    let content = Array(text.utf8)
    let length = UInt16(content.count)
    var crc = UInt32.max
    for byte in content {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = (crc >> 1) ^ (crc & 1 == 1 ? 0xedb8_8320 : 0) }
    }
    return [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1] + littleEndian(length) + littleEndian(~length)
      + content + littleEndian(~crc) + littleEndian(UInt32(length))
  }

  private static func littleEndian(_ number: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian) { Array($0) }
  }
}

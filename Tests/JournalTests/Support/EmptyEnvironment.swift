import Events

extension DataFile {
  /// An LMDB file as `mdb_env_open` leaves it before the first commit, by section 6 of the format page.
  static let emptyEnvironment = DataFile(bytes: metaPage(0) + metaPage(1))

  /// A meta page of 4,096 bytes that tells of no commit.
  static func metaPage(_ number: UInt64) -> [UInt8] {
    var page = ByteBuffer()
    page.append(fixed64: number)
    page.append(fixed16: 0)
    page.append(fixed16: 8)
    page.append(fixed32: 0)
    page.append(fixed32: 0xBEEF_C0DE)
    page.append(fixed32: 1)
    page.append(fixed64: 0)
    page.append(fixed64: 1 << 20)
    page.appendEmptyDatabase(pad: 4_096, flags: 8)
    page.appendEmptyDatabase(pad: 0, flags: 0)
    page.append(fixed64: 1)
    page.append(fixed64: 0)
    return [UInt8](page.bytes) + [UInt8](repeating: 0, count: 4_096 - page.count)
  }
}

extension ByteBuffer {
  fileprivate mutating func appendEmptyDatabase(pad: UInt32, flags: UInt16) {
    append(fixed32: pad)
    append(fixed16: flags)
    append(fixed16: 0)
    for _ in 0..<4 { append(fixed64: 0) }
    append(fixed64: .max)
  }
}

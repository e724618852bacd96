import Events

/// A database record: the root of a tree and what it should hold.
struct TreeRoot {
  let pad: UInt32
  let flags: UInt16
  let depth: Int
  let branchPages: UInt64
  let leafPages: UInt64
  let overflowPages: UInt64
  let entries: UInt64
  let page: UInt64

  static let byteCount = 48

  var isEmpty: Bool { page == .max }

  /// The caller has checked that 48 bytes are there.
  init(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
    var reader = ByteReader(bytes, offset..<offset + Self.byteCount)
    pad = reader.fixed32()
    flags = reader.fixed16()
    depth = Int(reader.fixed16())
    branchPages = reader.fixed64()
    leafPages = reader.fixed64()
    overflowPages = reader.fixed64()
    entries = reader.fixed64()
    page = reader.fixed64()
  }
}

/// One of the two states that an LMDB file holds: the newest, and the one before.
struct TreeState {
  let transaction: UInt64
  let free: TreeRoot
  let main: TreeRoot
  let lastPage: UInt64

  /// Reads and checks a meta page; the caller has checked that the page is there.
  init(_ bytes: UnsafeRawBufferPointer, page number: Int, pageBytes: Int) throws(TreeFault) {
    let start = number * pageBytes
    var reader = ByteReader(bytes, start..<start + 152)
    let own = reader.fixed64()
    _ = reader.fixed16()
    let flags = reader.fixed16()
    _ = reader.fixed32()
    let magic = reader.fixed32()
    let version = reader.fixed32()
    free = TreeRoot(bytes, at: start + 40)
    main = TreeRoot(bytes, at: start + 88)
    guard own == UInt64(number), flags == 8, magic == 0xBEEF_C0DE, version == 1,
      free.pad == pageBytes
    else { throw .badMeta(page: number) }
    reader.offset = start + 136
    lastPage = reader.fixed64()
    transaction = reader.fixed64()
  }
}

import Events

/// Reads and checks an LMDB file without LMDB, which trusts its file and may crash on a damaged one.
///
/// Finds the newest state, walks every database, and checks the rules of schemas/journal-format.md,
/// section 6.
struct TreeFile {
  /// A record: where its key and its data stand in the file.
  struct Entry {
    let key: Range<Int>
    let data: Range<Int>
    let flags: UInt16
  }

  /// A database record: the root of a tree and what it should hold.
  struct Root {
    let pad: UInt32
    let flags: UInt16
    let depth: Int
    let branchPages: UInt64
    let leafPages: UInt64
    let overflowPages: UInt64
    let entries: UInt64
    let page: UInt64

    static let byteCount = 48

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

  let bytes: UnsafeRawBufferPointer
  let pageBytes: Int
  private(set) var meta: [Entry] = []
  private(set) var pages: [Entry] = []

  /// Checks the whole structure; a file that passes may be followed by LMDB.
  init(_ bytes: UnsafeRawBufferPointer) throws(TreeFault) {
    self.bytes = bytes
    guard bytes.count >= 1_024 else { throw .tooShort }
    pageBytes = Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 40, as: UInt32.self)))
    guard pageBytes >= 512, pageBytes <= 65_536, pageBytes & (pageBytes - 1) == 0 else {
      throw .badMeta(page: 0)
    }
    guard bytes.count >= 2 * pageBytes else { throw .tooShort }
    let transactions = (
      try Self.transaction(0, bytes, pageBytes), try Self.transaction(1, bytes, pageBytes)
    )
    guard Self.follow(transactions.0, transactions.1) else {
      throw .badTransactions(transactions.0, transactions.1)
    }
    let newest = transactions.0 >= transactions.1 ? 0 : pageBytes
    let free = Root(bytes, at: newest + 40)
    guard free.flags == 8 else { throw .badRecord("of free pages") }
    let main = Root(bytes, at: newest + 88)
    guard main.flags == 0 else { throw .badRecord("main") }
    let lastPage = bytes.loadUnaligned(fromByteOffset: newest + 136, as: UInt64.self)
    var walk = TreeWalk(bytes, pageBytes: pageBytes, lastPage: UInt64(littleEndian: lastPage))
    let databases = try walk.entries(of: main, name: "main")
    let names = ["blobs", "meta", "pages", "snapshots"]
    guard databases.count == names.count else { throw .badDatabases }
    for (entry, name) in zip(databases, names) {
      guard bytes[entry.key].elementsEqual(name.utf8), entry.flags == 2,
        entry.data.count == Root.byteCount
      else { throw .badDatabases }
      let root = Root(bytes, at: entry.data.lowerBound)
      guard root.pad == 0, root.flags == 0 else { throw .badRecord(name) }
      let entries = try walk.entries(of: root, name: name)
      if name == "meta" { meta = entries }
      if name == "pages" { pages = entries }
    }
  }

  /// Checks a meta page and returns its transaction.
  private static func transaction(
    _ number: Int, _ bytes: UnsafeRawBufferPointer, _ pageBytes: Int
  ) throws(TreeFault) -> UInt64 {
    var reader = ByteReader(bytes, number * pageBytes..<number * pageBytes + 152)
    let own = reader.fixed64()
    _ = reader.fixed16()
    let flags = reader.fixed16()
    _ = reader.fixed32()
    let magic = reader.fixed32()
    let version = reader.fixed32()
    _ = reader.fixed64()
    _ = reader.fixed64()
    let pad = reader.fixed32()
    guard own == UInt64(number), flags == 8, magic == 0xBEEF_C0DE, version == 1, pad == pageBytes
    else { throw .badMeta(page: number) }
    reader.offset = number * pageBytes + 144
    return reader.fixed64()
  }

  private static func follow(_ even: UInt64, _ odd: UInt64) -> Bool {
    if even == 0 && odd == 0 { return true }
    guard even % 2 == 0, odd % 2 == 1 else { return false }
    return even > odd ? even - odd == 1 : odd - even == 1
  }
}

/// Reads and checks an LMDB file without LMDB, which trusts its file and may crash on a damaged one.
///
/// Finds the newest state, walks every database, and checks the rules of schemas/journal-format.md,
/// section 6.
package struct TreeFile {
  /// A record: where its key and its data stand in the file.
  package struct Entry {
    package let key: Range<Int>
    package let data: Range<Int>
    package let flags: UInt16
  }

  private static let names = ["blobs", "meta", "pages", "snapshots"]
  /// The address space that a journal is given.
  private static let mapBytes: UInt64 = 1 << 40

  private let bytes: UnsafeRawBufferPointer
  package let pageBytes: Int
  package private(set) var blobs: [Entry] = []
  package private(set) var meta: [Entry] = []
  package private(set) var pages: [Entry] = []
  package private(set) var snapshots: [Entry] = []

  /// Checks the whole structure; a file that passes may be followed by LMDB, which then may write.
  package init(_ bytes: UnsafeRawBufferPointer) throws(TreeFault) {
    self.bytes = bytes
    guard bytes.count >= 1_024 else { throw .tooShort }
    pageBytes = Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 40, as: UInt32.self)))
    guard pageBytes >= 512, pageBytes <= 32_768, pageBytes & (pageBytes - 1) == 0 else {
      throw .badMeta(page: 0)
    }
    guard bytes.count >= 2 * pageBytes else { throw .tooShort }
    let even = try TreeState(bytes, page: 0, pageBytes: pageBytes)
    let odd = try TreeState(bytes, page: 1, pageBytes: pageBytes)
    guard Self.follow(even.transaction, odd.transaction) else {
      throw .badTransactions(even.transaction, odd.transaction)
    }
    let newest = even.transaction >= odd.transaction ? even : odd
    let older = even.transaction >= odd.transaction ? odd : even
    try walkNewest(newest)
    try checkOlder(older)
  }

  private mutating func walkNewest(_ newest: TreeState) throws(TreeFault) {
    guard newest.lastPage < Self.mapBytes / UInt64(pageBytes) else { throw .badLastPage }
    guard newest.free.flags == 8 else { throw .badRecord("of free pages") }
    var walk = TreeWalk(bytes, pageBytes: pageBytes, lastPage: newest.lastPage)
    if newest.transaction == 0, newest.main.isEmpty, newest.main.flags == 0 {
      _ = try walk.entries(of: newest.main, name: "main", holding: .databases)
      try walk.checkFreeList(newest.free, newest: 0)
      throw .noDatabases
    }
    let roots = try databases(of: newest, &walk)
    blobs = try walk.entries(of: roots[0], name: Self.names[0])
    meta = try walk.entries(of: roots[1], name: Self.names[1])
    pages = try walk.entries(of: roots[2], name: Self.names[2])
    snapshots = try walk.entries(of: roots[3], name: Self.names[3])
    try walk.checkFreeList(newest.free, newest: newest.transaction)
  }

  /// A flipped transaction number would make the state before the newest one: it would hold more.
  private func checkOlder(_ older: TreeState) throws(TreeFault) {
    guard older.transaction > 0, !older.main.isEmpty else { return }
    var walk = TreeWalk(bytes, pageBytes: pageBytes, lastPage: older.lastPage)
    let roots = try databases(of: older, &walk)
    guard roots[2].entries <= UInt64(pages.count) else { throw .newestIsOlder }
  }

  /// Walks the main database of a state, which names the four others.
  private func databases(
    of state: TreeState, _ walk: inout TreeWalk
  ) throws(TreeFault) -> [TreeRoot] {
    guard state.main.flags == 0 else { throw .badRecord("main") }
    let found = try walk.entries(of: state.main, name: "main", holding: .databases)
    guard found.count == Self.names.count else { throw .badDatabases }
    var roots: [TreeRoot] = []
    for (entry, name) in zip(found, Self.names) {
      guard bytes[entry.key].elementsEqual(name.utf8), entry.data.count == TreeRoot.byteCount
      else { throw .badDatabases }
      let root = TreeRoot(bytes, at: entry.data.lowerBound)
      guard root.pad == 0, root.flags == 0 else { throw .badRecord(name) }
      roots.append(root)
    }
    return roots
  }

  private static func follow(_ even: UInt64, _ odd: UInt64) -> Bool {
    if even == 0 && odd == 0 { return true }
    guard even % 2 == 0, odd % 2 == 1 else { return false }
    return even > odd ? even - odd == 1 : odd - even == 1
  }
}

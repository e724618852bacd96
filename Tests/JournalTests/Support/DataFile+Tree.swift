import TestSupport

/// Places inside the tree of the newest state, found by section 6 of the format page. For small files:
/// the main database and the free list are one leaf each.
extension DataFile {
  private func leaf(_ record: Int) -> Int { Int(number(at: record + 40)) * treePage }

  private func nodes(of leaf: Int) -> [Int] {
    let lower = Int(number(at: leaf + 12) & 0xFFFF)
    return stride(from: 16, to: lower, by: 2).map { leaf + Int(number(at: leaf + $0) & 0xFFFF) }
  }

  /// The 48 bytes that tell where a database begins.
  func record(of database: String) throws -> Range<Int> {
    for node in nodes(of: leaf(newestMetaPage + 88)) {
      let key = bytes[node + 8..<node + 8 + Int(number(at: node + 6) & 0xFFFF)]
      guard key.elementsEqual(database.utf8) else { continue }
      return key.endIndex..<key.endIndex + 48
    }
    throw VectorMismatch("there is no database \(database)")
  }

  /// The data of the last record of the free list: a count, then pages; its key is before it.
  var freeList: Range<Int> {
    let node = nodes(of: leaf(newestMetaPage + 40)).last ?? 0
    let size = Int(number(at: node) & 0xFFFF)
    return node + 16..<node + 16 + size
  }
}

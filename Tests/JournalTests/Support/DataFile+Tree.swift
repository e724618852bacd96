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

  /// The data of each record of the free list: a count, then pages; its key is before it.
  private var freeLists: [Range<Int>] {
    nodes(of: leaf(newestMetaPage + 40)).map { node in
      node + 16..<node + 16 + Int(number(at: node) & 0xFFFF)
    }
  }

  /// The newest record of the free list.
  var freeList: Range<Int> { freeLists.last ?? 0..<0 }

  /// Places of what LMDB would follow: meta pages, the heads of tree pages and of their nodes with the
  /// keys, and the free list. Tree pages that are out of use are among them.
  var structure: [Int] {
    var places = Array(0..<152) + Array(treePage..<treePage + 152) + freeLists.joined()
    for page in stride(from: 2 * treePage, to: bytes.count, by: treePage) {
      let flags = number(at: page + 10) & 0xFFFF
      let lower = Int(number(at: page + 12) & 0xFFFF)
      guard number(at: page) == UInt64(page / treePage), flags == 1 || flags == 2, lower <= treePage
      else { continue }
      places += page..<page + lower
      for node in nodes(of: page) where node + 16 <= bytes.count { places += node..<node + 16 }
    }
    return places
  }
}

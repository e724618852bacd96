import Events

/// Writes small LMDB files by hand, with tree pages of 512 bytes: section 6 of the format page.
///
/// LMDB itself writes pages of 4,096 bytes, of which a fuzzer would change the empty parts.
struct SmallTree {
  typealias Value = (key: [UInt8], data: [UInt8])

  static let pageBytes = 512
  /// Pages up to this one were given out; those behind the end of the file were never written.
  static let lastPage: UInt64 = 99
  private var pages: [[UInt8]] = [[], []]

  /// The 48 bytes of an empty database.
  static let empty = record(depth: 0, branches: 0, leaves: 0, overflow: 0, entries: 0, root: .max)

  /// A journal's file with one record of `meta` and some of `pages`, keyed 1, 2, …
  ///
  /// - Parameter isShared: Whether `snapshots` lies where `pages` does, which no reader may take.
  static func journal(
    meta: [UInt8], pages values: [Value], free: [UInt64], isShared: Bool = false
  ) -> [UInt8] {
    var tree = SmallTree()
    let key = Array("journal".utf8)
    let identity = tree.database([(key, meta)])
    let records = tree.database(values)
    let newest = tree.main([empty, identity, records, isShared ? records : empty])
    let older = tree.main([empty, identity, empty, empty])
    var list = ByteBuffer()
    list.append(fixed64: UInt64(free.count))
    for page in free.sorted(by: >) { list.append(fixed64: page) }
    var transaction = ByteBuffer()
    transaction.append(fixed64: 2)
    let unused = tree.database([([UInt8](transaction.bytes), [UInt8](list.bytes))])
    return tree.file(newest: newest, older: older, free: unused)
  }

  // MARK: Databases

  /// Writes a tree of up to a dozen records, large ones into overflow runs, three records a leaf.
  private mutating func database(_ values: [Value]) -> [UInt8] {
    var overflow: UInt64 = 0
    var leaves: [(first: [UInt8], page: UInt64)] = []
    var waiting = values[...]
    while !waiting.isEmpty {
      var nodes: [[UInt8]] = []
      let some = waiting.prefix(3)
      waiting = waiting.dropFirst(3)
      for (key, data) in some {
        guard data.count > 100 else {
          nodes.append(Self.leafNode(key, data, size: data.count, flags: 0))
          continue
        }
        let first = UInt64(pages.count)
        overflow += run(of: data)
        var place = ByteBuffer()
        place.append(fixed64: first)
        nodes.append(Self.leafNode(key, [UInt8](place.bytes), size: data.count, flags: 1))
      }
      leaves.append((some.first?.key ?? [], treePage(flags: 2, nodes)))
    }
    guard leaves.count > 1 else {
      return Self.record(
        depth: 1, branches: 0, leaves: 1, overflow: overflow, entries: values.count,
        root: leaves[0].page)
    }
    let root = treePage(flags: 1, leaves.map { Self.branchNode($0.first, child: $0.page) })
    return Self.record(
      depth: 2, branches: 1, leaves: leaves.count, overflow: overflow, entries: values.count,
      root: root)
  }

  private mutating func main(_ records: [[UInt8]]) -> [UInt8] {
    let names = ["blobs", "meta", "pages", "snapshots"]
    let nodes = zip(names, records).map { name, record in
      Self.leafNode(Array(name.utf8), record, size: record.count, flags: 2)
    }
    let root = treePage(flags: 2, nodes)
    return Self.record(depth: 1, branches: 0, leaves: 1, overflow: 0, entries: 4, root: root)
  }

  private static func record(
    depth: UInt16, branches: Int, leaves: Int, overflow: UInt64, entries: Int, root: UInt64
  ) -> [UInt8] {
    var record = ByteBuffer()
    record.append(fixed32: 0)
    record.append(fixed16: 0)
    record.append(fixed16: depth)
    for count in [UInt64(branches), UInt64(leaves), overflow, UInt64(entries), root] {
      record.append(fixed64: count)
    }
    return [UInt8](record.bytes)
  }

  // MARK: Pages and nodes

  /// - Returns: How many pages the run has.
  private mutating func run(of data: [UInt8]) -> UInt64 {
    let count = (16 + data.count + Self.pageBytes - 1) / Self.pageBytes
    var bytes = Self.head(UInt64(pages.count), flags: 4)
    bytes.append(fixed32: UInt32(count))
    bytes.append(data)
    bytes.append([UInt8](repeating: 0, count: count * Self.pageBytes - bytes.count))
    for page in 0..<count {
      pages.append(Array(bytes.bytes[page * Self.pageBytes..<(page + 1) * Self.pageBytes]))
    }
    return UInt64(count)
  }

  /// - Returns: The number of the page.
  private mutating func treePage(flags: UInt16, _ nodes: [[UInt8]]) -> UInt64 {
    let number = UInt64(pages.count)
    let padded = nodes.map { $0.count % 2 == 0 ? $0 : $0 + [0] }
    let upper = Self.pageBytes - padded.reduce(0) { $0 + $1.count }
    let lower = 16 + 2 * nodes.count
    precondition(lower <= upper, "the nodes do not fit into a page")
    var page = Self.head(number, flags: flags)
    page.append(fixed16: UInt16(lower))
    page.append(fixed16: UInt16(upper))
    var place = upper
    for node in padded {
      page.append(fixed16: UInt16(place))
      place += node.count
    }
    page.append([UInt8](repeating: 0, count: upper - lower))
    for node in padded { page.append(node) }
    pages.append([UInt8](page.bytes))
    return number
  }

  private static func head(_ number: UInt64, flags: UInt16) -> ByteBuffer {
    var page = ByteBuffer()
    page.append(fixed64: number)
    page.append(fixed16: 0)
    page.append(fixed16: flags)
    return page
  }

  private static func leafNode(
    _ key: [UInt8], _ data: [UInt8], size: Int, flags: UInt16
  ) -> [UInt8] {
    var node = ByteBuffer()
    node.append(fixed16: UInt16(truncatingIfNeeded: size))
    node.append(fixed16: UInt16(truncatingIfNeeded: size >> 16))
    node.append(fixed16: flags)
    node.append(fixed16: UInt16(key.count))
    node.append(key)
    node.append(data)
    return [UInt8](node.bytes)
  }

  private static func branchNode(_ key: [UInt8], child: UInt64) -> [UInt8] {
    leafNode(key, [], size: Int(child), flags: 0)
  }

  // MARK: The file

  private mutating func file(newest: [UInt8], older: [UInt8], free: [UInt8]) -> [UInt8] {
    pages[0] = Self.metaPage(0, transaction: 4, main: newest, free: free)
    pages[1] = Self.metaPage(1, transaction: 3, main: older, free: Self.empty)
    return pages.flatMap { $0 }
  }

  private static func metaPage(
    _ number: UInt64, transaction: UInt64, main: [UInt8], free: [UInt8]
  ) -> [UInt8] {
    var page = head(number, flags: 8)
    page.append(fixed32: 0)
    page.append(fixed32: 0xBEEF_C0DE)
    page.append(fixed32: 1)
    page.append(fixed64: 0)
    page.append(fixed64: 1 << 20)
    // The list of free pages says how large a page is, and that its keys are numbers.
    page.append(fixed32: UInt32(pageBytes))
    page.append(fixed16: 8)
    page.append(Array(free[6...]))
    page.append(main)
    page.append(fixed64: lastPage)
    page.append(fixed64: transaction)
    page.append([UInt8](repeating: 0, count: pageBytes - page.count))
    return [UInt8](page.bytes)
  }
}

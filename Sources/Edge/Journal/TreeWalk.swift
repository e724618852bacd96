/// Walks the databases of an LMDB file from their roots down, checking each page and node.
struct TreeWalk {
  private static let headerBytes = 16
  private static let branch: UInt16 = 1
  private static let leaf: UInt16 = 2
  private static let overflow: UInt16 = 4
  private static let noPage = UInt64.max

  private let bytes: UnsafeRawBufferPointer
  private let pageBytes: Int
  private let lastPage: UInt64
  /// Pages reached so far: a page belongs to one place only.
  private var reached: [Bool]
  private var counts = (branch: UInt64(0), leaf: UInt64(0), overflow: UInt64(0))
  private var found: [TreeFile.Entry] = []

  init(_ bytes: UnsafeRawBufferPointer, pageBytes: Int, lastPage: UInt64) {
    self.bytes = bytes
    self.pageBytes = pageBytes
    self.lastPage = lastPage
    self.reached = [Bool](repeating: false, count: bytes.count / pageBytes)
    for meta in 0..<min(2, reached.count) { reached[meta] = true }
  }

  /// All records of a database, in key order.
  mutating func entries(of root: TreeFile.Root, name: String) throws(TreeFault) -> [TreeFile.Entry]
  {
    counts = (0, 0, 0)
    found = []
    if root.page == Self.noPage {
      guard root.depth == 0 else { throw .badRecord(name) }
    } else {
      guard root.depth >= 1, root.depth <= 32 else { throw .badRecord(name) }
      try walk(root.page, level: 1, depth: root.depth, name)
    }
    guard counts.branch == root.branchPages, counts.leaf == root.leafPages,
      counts.overflow == root.overflowPages, UInt64(found.count) == root.entries
    else { throw .badCounts(name) }
    return found
  }

  /// Marks a run of pages as reached, and returns where it begins.
  private mutating func reach(_ number: UInt64, count: Int = 1) throws(TreeFault) -> Int {
    guard number < UInt64(reached.count), count <= reached.count - Int(number),
      number + UInt64(count) - 1 <= lastPage
    else { throw .badPage(number) }
    for page in Int(number)..<Int(number) + count {
      guard !reached[page] else { throw .badPage(number) }
      reached[page] = true
    }
    let start = Int(number) * pageBytes
    guard word64(start) == number else { throw .badPage(number) }
    return start
  }

  private mutating func walk(
    _ number: UInt64, level: Int, depth: Int, _ name: String
  ) throws(TreeFault) {
    let start = try reach(number)
    let isLeaf = level == depth
    guard word16(start + 10) == (isLeaf ? Self.leaf : Self.branch) else { throw .badPage(number) }
    let lower = Int(word16(start + 12))
    let upper = Int(word16(start + 14))
    guard lower > Self.headerBytes, lower % 2 == 0, lower <= upper, upper <= pageBytes else {
      throw .badPage(number)
    }
    if isLeaf { counts.leaf += 1 } else { counts.branch += 1 }
    for index in 0..<(lower - Self.headerBytes) / 2 {
      let offset = Int(word16(start + Self.headerBytes + 2 * index))
      guard offset >= upper, offset + 8 <= pageBytes else { throw .badNode(page: number) }
      let keyBytes = Int(word16(start + offset + 6))
      guard offset + 8 + keyBytes <= pageBytes else { throw .badNode(page: number) }
      let key = start + offset + 8..<start + offset + 8 + keyBytes
      if isLeaf {
        try addLeaf(start + offset, key: key, page: number, end: start + pageBytes)
      } else {
        try descend(start + offset, key: index == 0 ? nil : key, number, level, depth, name)
      }
    }
  }

  private mutating func descend(
    _ node: Int, key: Range<Int>?, _ page: UInt64, _ level: Int, _ depth: Int, _ name: String
  ) throws(TreeFault) {
    let child =
      UInt64(word16(node)) | UInt64(word16(node + 2)) << 16 | UInt64(word16(node + 4)) << 32
    let before = found.count
    if let key, let last = found.last {
      guard isAscending(last.key, key) else { throw .badKeyOrder(page: page) }
    }
    try walk(child, level: level + 1, depth: depth, name)
    if let key, found.count > before {
      guard !isAscending(found[before].key, key) else { throw .badKeyOrder(page: page) }
    }
  }

  private mutating func addLeaf(
    _ node: Int, key: Range<Int>, page: UInt64, end: Int
  ) throws(TreeFault) {
    let size = Int(word16(node)) | Int(word16(node + 2)) << 16
    let flags = word16(node + 4)
    if let last = found.last, !isAscending(last.key, key) { throw .badKeyOrder(page: page) }
    let data: Range<Int>
    switch flags {
    case 0, 2:
      guard key.upperBound + size <= end else { throw .badNode(page: page) }
      data = key.upperBound..<key.upperBound + size
    case 1:
      guard key.upperBound + 8 <= end else { throw .badNode(page: page) }
      data = try overflowRun(word64(key.upperBound), size: size)
    default: throw .badNode(page: page)
    }
    found.append(TreeFile.Entry(key: key, data: data, flags: flags))
  }

  private mutating func overflowRun(_ number: UInt64, size: Int) throws(TreeFault) -> Range<Int> {
    let count = (Self.headerBytes + size + pageBytes - 1) / pageBytes
    let start = try reach(number, count: count)
    guard word16(start + 10) == Self.overflow, word32(start + 12) == UInt32(count) else {
      throw .badPage(number)
    }
    counts.overflow += UInt64(count)
    return start + Self.headerBytes..<start + Self.headerBytes + size
  }

  /// Whether one key comes before another: as bytes, the shorter first when one is a prefix.
  private func isAscending(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
    bytes[left].lexicographicallyPrecedes(bytes[right])
  }

  private func word16(_ offset: Int) -> UInt16 {
    UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self))
  }

  private func word32(_ offset: Int) -> UInt32 {
    UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }

  private func word64(_ offset: Int) -> UInt64 {
    UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }
}

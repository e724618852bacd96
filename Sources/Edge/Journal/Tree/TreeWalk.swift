/// Walks the databases of an LMDB file from their roots down, checking each page and node.
struct TreeWalk {
  private static let headerBytes = 16
  private static let branch: UInt16 = 1
  private static let leaf: UInt16 = 2
  private static let overflow: UInt16 = 4
  /// LMDB's own bound.
  private static let mostLevels = 32

  /// What the records of a database are.
  enum Holding {
    /// Keys compared as bytes, values anywhere.
    case values
    /// The main database: each value is the record of a database.
    case databases
    /// The list of free pages: keys are transactions, compared as numbers.
    case freePages
  }

  private let bytes: UnsafeRawBufferPointer
  private let pageBytes: Int
  private let lastPage: UInt64
  /// Pages reached so far: a page belongs to one place only.
  private var reached: [Bool]
  private var counts = (branch: UInt64(0), leaf: UInt64(0), overflow: UInt64(0))
  private var found: [TreeFile.Entry] = []
  private var holding = Holding.values

  init(_ bytes: UnsafeRawBufferPointer, pageBytes: Int, lastPage: UInt64) {
    self.bytes = bytes
    self.pageBytes = pageBytes
    self.lastPage = lastPage
    self.reached = [Bool](repeating: false, count: bytes.count / pageBytes)
    for meta in 0..<min(2, reached.count) { reached[meta] = true }
  }

  /// All records of a database, in key order.
  mutating func entries(
    of root: TreeRoot, name: String, holding: Holding = .values
  ) throws(TreeFault) -> [TreeFile.Entry] {
    counts = (0, 0, 0)
    found = []
    self.holding = holding
    if root.isEmpty {
      guard root.depth == 0 else { throw .badRecord(name) }
    } else {
      guard root.depth >= 1, root.depth <= Self.mostLevels else { throw .badRecord(name) }
      try walk(root.page, level: 1, depth: root.depth)
    }
    guard counts.branch == root.branchPages, counts.leaf == root.leafPages,
      counts.overflow == root.overflowPages, UInt64(found.count) == root.entries
    else { throw .badCounts(name) }
    return found
  }

  /// Checks that what LMDB would write over is really free. Call it after all other databases.
  mutating func checkFreeList(_ root: TreeRoot, newest: UInt64) throws(TreeFault) {
    let entries = try entries(of: root, name: "of free pages", holding: .freePages)
    for entry in entries {
      guard word64(entry.key.lowerBound) <= newest else {
        throw .badFreeList("a transaction still to come freed pages")
      }
      guard entry.data.count >= 8 else { throw .badFreeList("a record is too short") }
      let count = word64(entry.data.lowerBound)
      guard count <= UInt64(entry.data.count / 8 - 1) else {
        throw .badFreeList("a record is too short")
      }
      var above: UInt64?
      for place in 0..<Int(count) {
        let page = word64(entry.data.lowerBound + 8 + 8 * place)
        guard page <= lastPage, above.map({ page < $0 }) ?? true else {
          throw .badFreeList("its pages do not descend from the last one")
        }
        above = page
        // A free page behind the end of the file was never written: nothing else can claim it.
        guard page < UInt64(reached.count) else { continue }
        guard !reached[Int(page)] else { throw .badFreeList("page \(page) is in use") }
        reached[Int(page)] = true
      }
    }
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

  private mutating func walk(_ number: UInt64, level: Int, depth: Int) throws(TreeFault) {
    let start = try reach(number)
    let isLeaf = level == depth
    guard word16(start + 10) == (isLeaf ? Self.leaf : Self.branch) else { throw .badPage(number) }
    let lower = Int(word16(start + 12))
    let upper = Int(word16(start + 14))
    guard lower > Self.headerBytes, lower % 2 == 0, lower <= upper, upper <= pageBytes else {
      throw .badPage(number)
    }
    if isLeaf { counts.leaf += 1 } else { counts.branch += 1 }
    var nodes: [Range<Int>] = []
    for index in 0..<(lower - Self.headerBytes) / 2 {
      let offset = Int(word16(start + Self.headerBytes + 2 * index))
      guard offset >= upper, offset + 8 <= pageBytes else { throw .badNode(page: number) }
      let keyBytes = Int(word16(start + offset + 6))
      guard offset + 8 + keyBytes <= pageBytes else { throw .badNode(page: number) }
      let isLooked = isLeaf || index > 0
      if holding == .freePages, isLooked, keyBytes != 8 { throw .badNode(page: number) }
      let key = start + offset + 8..<start + offset + 8 + keyBytes
      if isLeaf {
        let end = try addLeaf(start + offset, key: key, page: number, end: start + pageBytes)
        nodes.append(start + offset..<end)
      } else {
        nodes.append(start + offset..<key.upperBound)
        try descend(start + offset, key: isLooked ? key : nil, number, level, depth)
      }
    }
    guard (start + upper..<start + pageBytes).isFilled(by: nodes) else {
      throw .badNode(page: number)
    }
  }

  private mutating func descend(
    _ node: Int, key: Range<Int>?, _ page: UInt64, _ level: Int, _ depth: Int
  ) throws(TreeFault) {
    let child =
      UInt64(word16(node)) | UInt64(word16(node + 2)) << 16 | UInt64(word16(node + 4)) << 32
    let before = found.count
    if let key, let last = found.last {
      guard isAscending(last.key, key) else { throw .badKeyOrder(page: page) }
    }
    try walk(child, level: level + 1, depth: depth)
    if let key, found.count > before {
      guard !isAscending(found[before].key, key) else { throw .badKeyOrder(page: page) }
    }
  }

  /// - Returns: Where the node ends.
  private mutating func addLeaf(
    _ node: Int, key: Range<Int>, page: UInt64, end: Int
  ) throws(TreeFault) -> Int {
    let size = Int(word16(node)) | Int(word16(node + 2)) << 16
    let flags = word16(node + 4)
    if let last = found.last, !isAscending(last.key, key) { throw .badKeyOrder(page: page) }
    let data: Range<Int>
    var nodeEnd = key.upperBound + 8
    switch (flags, holding) {
    case (0, .values), (0, .freePages), (2, .databases):
      nodeEnd = key.upperBound + size
      guard nodeEnd <= end else { throw .badNode(page: page) }
      data = key.upperBound..<nodeEnd
    case (1, .values), (1, .freePages):
      guard nodeEnd <= end else { throw .badNode(page: page) }
      data = try overflowRun(word64(key.upperBound), size: size)
    default: throw .badNode(page: page)
    }
    found.append(TreeFile.Entry(key: key, data: data, flags: flags))
    return nodeEnd
  }

  private mutating func overflowRun(_ number: UInt64, size: Int) throws(TreeFault) -> Range<Int> {
    guard number < UInt64(reached.count) else { throw .badPage(number) }
    let count = Int(word32(Int(number) * pageBytes + 12))
    let needed = (Self.headerBytes + size + pageBytes - 1) / pageBytes
    // LMDB may shorten a record of the free list without giving pages back.
    guard count == needed || (holding == .freePages && count > needed) else {
      throw .badPage(number)
    }
    let start = try reach(number, count: count)
    guard word16(start + 10) == Self.overflow else { throw .badPage(number) }
    counts.overflow += UInt64(count)
    return start + Self.headerBytes..<start + Self.headerBytes + size
  }

  /// Whether one key comes before another: as bytes, the shorter first when one is a prefix.
  private func isAscending(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
    if holding == .freePages { return word64(left.lowerBound) < word64(right.lowerBound) }
    return bytes[left].lexicographicallyPrecedes(bytes[right])
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

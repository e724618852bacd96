/// What can still be reached in an LMDB file whose structure is not sound.
///
/// Follows both states that the file holds, the newest and the one before it, and passes over what
/// does not fit: nothing found here is trusted until `PageChecker` has checked it.
struct SurvivingPages {
  /// Where values of the database `pages` stand; those of the newest state first, each once.
  private(set) var pages: [Range<Int>] = []
  /// Where values of the database `meta` stand.
  private(set) var meta: [Range<Int>] = []
  /// Where values of the database `snapshots` stand.
  private(set) var snapshots: [Range<Int>] = []
  /// The most pages of events that a state says it holds, nil when neither could be asked.
  private(set) var pagesCounted: UInt64?

  private static let mostLevels = 32
  private static let headerBytes = 16

  private let bytes: UnsafeRawBufferPointer
  private var pageBytes = 0
  /// Tree pages reached in the state that is followed.
  private var reached: [Bool] = []

  init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
    for size in Self.pageSizes(bytes) {
      // A meta page that cannot be read is one of those that did not survive.
      let states = [0, 1].compactMap { page in
        (page + 1) * size <= bytes.count ? try? TreeState(bytes, page: page, pageBytes: size) : nil
      }
      guard !states.isEmpty else { continue }
      pageBytes = size
      for state in states.sorted(by: { $0.transaction > $1.transaction }) { follow(state) }
      return
    }
  }

  /// What meta page 0 says, then every size there is: its own bytes may be what is damaged.
  private static func pageSizes(_ bytes: UnsafeRawBufferPointer) -> [Int] {
    guard bytes.count >= 1_024 else { return [] }
    let emitted = Int(
      UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 40, as: UInt32.self)))
    let all = (9...15).map { 1 << $0 }
    return all.filter { $0 == emitted } + all.filter { $0 != emitted }
  }

  private mutating func follow(_ state: TreeState) {
    reached = [Bool](repeating: false, count: bytes.count / pageBytes)
    var databases: [(key: Range<Int>, data: Range<Int>)] = []
    collect(state.main.page, level: 1, into: &databases)
    for (key, data) in databases where data.count == TreeRoot.byteCount {
      let root = TreeRoot(bytes, at: data.lowerBound)
      var found: [(key: Range<Int>, data: Range<Int>)] = []
      if bytes[key].elementsEqual("pages".utf8) {
        pagesCounted = max(pagesCounted ?? 0, root.entries)
        collect(root.page, level: 1, into: &found)
        pages += found.map(\.data)
      } else if bytes[key].elementsEqual("meta".utf8) {
        collect(root.page, level: 1, into: &found)
        meta += found.map(\.data)
      } else if bytes[key].elementsEqual("snapshots".utf8) {
        collect(root.page, level: 1, into: &found)
        snapshots += found.map(\.data)
      }
    }
  }

  /// Adds the records at and below a tree page, as far as they lie inside the file.
  private mutating func collect(
    _ number: UInt64, level: Int, into found: inout [(key: Range<Int>, data: Range<Int>)]
  ) {
    guard number < UInt64(reached.count), !reached[Int(number)], level <= Self.mostLevels else {
      return
    }
    reached[Int(number)] = true
    let start = Int(number) * pageBytes
    let (isBranch, isLeaf) = (word16(start + 10) == 1, word16(start + 10) == 2)
    let lower = min(Int(word16(start + 12)), pageBytes)
    guard isBranch || isLeaf, lower > Self.headerBytes else { return }
    for place in stride(from: Self.headerBytes, to: lower - 1, by: 2) {
      let offset = Int(word16(start + place))
      guard offset >= Self.headerBytes, offset + 8 <= pageBytes else { continue }
      let node = start + offset
      if isBranch {
        let child =
          UInt64(word16(node)) | UInt64(word16(node + 2)) << 16 | UInt64(word16(node + 4)) << 32
        collect(child, level: level + 1, into: &found)
      } else if let record = record(at: node, end: start + pageBytes) {
        found.append(record)
      }
    }
  }

  private func record(at node: Int, end: Int) -> (key: Range<Int>, data: Range<Int>)? {
    let size = Int(word16(node)) | Int(word16(node + 2)) << 16
    let key = node + 8..<node + 8 + Int(word16(node + 6))
    guard key.upperBound <= end else { return nil }
    guard word16(node + 4) & 1 == 1 else {
      guard size <= end - key.upperBound else { return nil }
      return (key, key.upperBound..<key.upperBound + size)
    }
    guard key.upperBound + 8 <= end else { return nil }
    let run = UInt64(
      littleEndian: bytes.loadUnaligned(fromByteOffset: key.upperBound, as: UInt64.self))
    guard run < UInt64(reached.count) else { return nil }
    let data = Int(run) * pageBytes + Self.headerBytes
    guard size <= bytes.count - data else { return nil }
    return (key, data..<data + size)
  }

  private func word16(_ offset: Int) -> UInt16 {
    UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self))
  }
}

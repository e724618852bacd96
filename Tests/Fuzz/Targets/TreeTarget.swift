import Events
import Market

@testable import Journal

extension FuzzTarget {
  /// The LMDB file of a journal, read without LMDB, and the pages found in it.
  ///
  /// What is taken lies inside the file, each byte in one record, in the order of the keys.
  static let tree = FuzzTarget(
    name: "tree",
    parser: [
      "Sources/Edge/Journal/Tree/NodeSpace.swift", "Sources/Edge/Journal/Tree/TreeFault.swift",
      "Sources/Edge/Journal/Tree/TreeFile.swift", "Sources/Edge/Journal/Tree/TreeState.swift",
      "Sources/Edge/Journal/Tree/TreeWalk.swift",
    ],
    seeds: {
      let meta = MetaRecord.bytes(identity)
      func file(turns: Int, free: [UInt64], isShared: Bool = false) throws -> [UInt8] {
        SmallTree.journal(
          meta: meta, pages: try pages(turns: turns), free: free, isShared: isShared)
      }
      let sound = [
        try file(turns: 1, free: []), try file(turns: 3, free: [90]),
        try file(turns: 12, free: [91, 90]),
      ]
      for bytes in sound { _ = try bytes.withUnsafeBytes { try TreeFile($0) } }
      // Two that no reader may take: a page that is free and in use, and one with two owners.
      return sound + [
        try file(turns: 1, free: [3]), try file(turns: 1, free: [], isShared: true),
      ]
    },
    read: { bytes in
      do throws(TreeFault) {
        mustBeSound(try TreeFile(bytes), bytes)
      } catch {
        mustSpeak(error)
      }
    })

  private static let identity = JournalIdentity(
    id: JournalID(bytes: Array(1...16)), bornAt: 1_700_000_000_000_000_000)

  /// One page a turn, keyed as a journal keys them.
  private static func pages(turns: Int) throws -> [SmallTree.Value] {
    let journal = ForgedJournal(identity.id)
    let wall = Timestamp(nanoseconds: identity.bornAt)
    let frames = try Golden.beginning(turns: turns)
    _ = try frames.withUnsafeBytes { try journal.commit($0, at: wall) }
    var values: [SmallTree.Value] = []
    try journal.log.forEachPage(from: 1) { key, page in
      values.append((bigEndian(key), [UInt8](page)))
      return true
    }
    // Short records of later keys, so that the tree has branches.
    for key in 1...UInt64(turns) { values.append((bigEndian(key << 32), [UInt8(key)])) }
    return values
  }

  private static func bigEndian(_ key: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: key >> (56 - 8 * UInt64($0))) }
  }

  private static func mustBeSound(_ tree: TreeFile, _ file: UnsafeRawBufferPointer) {
    var ranges: [Range<Int>] = []
    for database in [tree.blobs, tree.meta, tree.pages, tree.snapshots] {
      var last: Range<Int>?
      for entry in database {
        mustHold(
          entry.key.lowerBound >= 0 && entry.key.upperBound <= file.count
            && entry.data.lowerBound >= 0 && entry.data.upperBound <= file.count,
          "a record outside the file")
        if let last {
          mustHold(
            file[last].lexicographicallyPrecedes(file[entry.key]), "keys that do not ascend")
        }
        last = entry.key
        ranges += [entry.key, entry.data]
      }
    }
    ranges.removeAll { $0.isEmpty }
    ranges.sort { $0.lowerBound < $1.lowerBound }
    for (left, right) in zip(ranges, ranges.dropFirst()) {
      mustHold(left.upperBound <= right.lowerBound, "two records share bytes")
    }
    readRecords(tree, file)
  }

  /// Reads the records as the verifier does.
  private static func readRecords(_ tree: TreeFile, _ file: UnsafeRawBufferPointer) {
    let records = tree.meta.prefix(4).map { ([UInt8](file[$0.key]), [UInt8](file[$0.data])) }
    guard let record = records.first else { return }
    do {
      let identity = try MetaRecord.parse(records)
      mustHold(
        record.1 == MetaRecord.bytes(identity),
        "an identity record is written as other bytes than it was read from")
      var checker = PageChecker(identity: identity)
      for entry in tree.pages where entry.key.count == 8 {
        let key = file[entry.key].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let stored = UnsafeRawBufferPointer(rebasing: file[entry.data])
        guard let page = StoredPage.expanded(stored) else {
          try checker.check(key: key, stored)
          continue
        }
        let problem = page.withUnsafeBytes { bytes in
          do throws(PageProblem) {
            try checker.check(key: key, bytes)
            return nil as PageProblem?
          } catch { return error }
        }
        if let problem { throw problem }
      }
    } catch let problem as PageProblem {
      mustSpeak(problem)
    } catch is MetaRecord.Fault {
    } catch {
      refute("an error that is none of the reader's: \(error)")
    }
  }
}

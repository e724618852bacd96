import Events
import Market

@testable import Journal

extension FuzzTarget {
  /// The page reader: a journal's pages one after the other, each as long as its header says.
  ///
  /// They are read as they are, with their checksums put right, and laid anew from their frames. A page
  /// that is taken is the one that the builder makes of its frames, bit by bit.
  static let pages = FuzzTarget(
    name: "pages",
    parser: [
      "Sources/Edge/Journal/Pages/PageChecker.swift", "Sources/Edge/Journal/Pages/PageHeader.swift",
      "Sources/Edge/Journal/Pages/PageProblem.swift",
      "Sources/Edge/Journal/Chain/ChainState+Resume.swift",
    ],
    seeds: { try [1, 3, 12, 40].map { try pages(turns: $0) } },
    read: { bytes in
      let pages = Pages(bytes)
      pages.check()
      pages.withChecksumsRight().check()
      pages.forgeAnew()
    })

  /// The first turns of a golden journal in two pages, or in one.
  private static func pages(turns: Int) throws -> [UInt8] {
    let journal = ForgedJournal(JournalID(bytes: Array(1...16)))
    let wall = Timestamp(nanoseconds: 1_700_000_000_000_000_000)
    return try [Golden.beginning(turns: turns), Golden.beginning(turns: turns / 2)].flatMap {
      frames in
      try frames.withUnsafeBytes { try journal.commit($0, at: wall) } ?? []
    }
  }
}

/// Bytes cut into pages.
private struct Pages {
  private var pages: [[UInt8]] = []

  init(_ bytes: UnsafeRawBufferPointer) {
    var rest = bytes[...]
    while !rest.isEmpty {
      var length = rest.count
      if length > PageHeader.byteCount {
        var reader = ByteReader(UnsafeRawBufferPointer(rebasing: rest), 216..<220)
        length = min(length, PageHeader.byteCount + Int(reader.fixed32()))
      }
      pages.append([UInt8](rest.prefix(length)))
      rest = rest.dropFirst(length)
    }
  }

  func withChecksumsRight() -> Pages {
    var right = self
    for index in right.pages.indices where right.pages[index].count >= PageHeader.byteCount {
      var crc = right.pages[index].withUnsafeBytes { PageHeader.checksum(of: $0) }
      for place in 220..<224 {
        right.pages[index][place] = UInt8(truncatingIfNeeded: crc)
        crc >>= 8
      }
    }
    return right
  }

  private var id: JournalID {
    guard let first = pages.first, first.count >= 24 else {
      return JournalID(bytes: Array(1...16))
    }
    return JournalID(bytes: Array(first[8..<24]))
  }

  /// Holds the pages against each other, up to the first that is refused.
  func check() {
    var checker = PageChecker(identity: JournalIdentity(id: id, bornAt: 0), headAt: 2)
    let journal = ForgedJournal(id)
    for page in pages {
      let before = checker.lastSequence
      do throws(PageProblem) {
        try page.check(by: &checker, key: before + 1)
      } catch {
        mustSpeak(error)
        _ = error.isNewer
        mustHold(checker.lastSequence == before, "a page that is refused leaves a trace")
        return
      }
      mustHold(checker.lastSequence > before, "a page without events is taken")
      guard let again = page.forged(into: journal) else { return }
      mustHold(again == page, "the builder makes another page of the frames of one that was taken")
      mustHold(
        checker.contentDigest == journal.chain.contentHead()
          && checker.headHash
            == journal.chain.headHash(journal: id, lastSequence: checker.lastSequence),
        "the checker's head is not the builder's")
      journal.mustResume()
    }
  }

  /// Lays the frames into pages of their own: a header can then be wrong in nothing.
  func forgeAnew() {
    var checker = PageChecker(identity: JournalIdentity(id: id, bornAt: 0))
    let journal = ForgedJournal(id)
    for page in pages where page.count > PageHeader.byteCount {
      guard let made = page.forged(into: journal) else { return }
      for again in made.withUnsafeBytes({ Pages($0) }).pages {
        do throws(PageProblem) {
          try again.check(by: &checker, key: checker.lastSequence + 1)
        } catch {
          guard case .frame = error else { refute("a page of the builder is refused: \(error)") }
          return
        }
      }
      journal.mustResume()
    }
  }
}

extension [UInt8] {
  fileprivate func check(by checker: inout PageChecker, key: UInt64) throws(PageProblem) {
    var problem: PageProblem?
    withUnsafeBytes { bytes in
      do throws(PageProblem) { try checker.check(key: key, bytes) } catch { problem = error }
    }
    if let problem { throw problem }
  }

  /// What the builder makes of the frames in this page; nil where no engine would make them.
  fileprivate func forged(into journal: ForgedJournal) -> [UInt8]? {
    withUnsafeBytes { bytes in
      let frames = UnsafeRawBufferPointer(rebasing: bytes.dropFirst(PageHeader.byteCount))
      var reader = ByteReader(bytes, 208..<216)
      let wall = Timestamp(nanoseconds: Int64(bitPattern: reader.fixed64()))
      do throws(CodecFault) {
        return try journal.commit(frames, at: wall.isValid ? wall : .zero)
      } catch {
        mustSpeak(error)
        return nil
      }
    }
  }
}

extension ForgedJournal {
  /// Goes on behind the newest page as if it had never stopped.
  fileprivate func mustResume() {
    do {
      let (resumed, tail) = try ChainState.resume(log)
      mustHold(
        resumed.contentHead() == chain.contentHead() && resumed.nodeHead == chain.nodeHead
          && resumed.link == chain.link, "a chain that is resumed is another one")
      mustHold((tail?.contentEventsSoFar ?? 0) == chain.contentEvents, "a tail that counts wrongly")
    } catch {
      refute("a journal of the builder cannot be resumed: \(error)")
    }
  }
}

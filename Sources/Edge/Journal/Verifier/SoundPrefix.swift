import Events
package import Market
package import Numerics

/// The longest sound beginning of a journal, whatever the rest of its file is like.
///
/// A page says itself where it belongs, and the chain proves it, so a page is used even when the tree
/// files it in a wrong place.
package struct SoundPrefix {
  /// What is known of the pages that stand behind the beginning and do not follow from it.
  package struct Lost: Sendable {
    /// Pages behind it whose own checksum is right.
    package var readablePages: UInt64 = 0
    /// The last event and its time that any of them tells of; nil when none could be read.
    package var last: (sequence: UInt64, at: Timestamp)?
  }

  package let identity: JournalIdentity
  /// Whether the journal's own record of its birth could be read; else the first commit's time stands
  /// for it.
  package let isBirthKnown: Bool
  package let events: UInt64
  package let lastAt: Timestamp
  package let contentDigest: Digest256
  package let headHash: Digest256
  package let lost: Lost
  /// Pages that a state of the file says it holds, nil when it could not be asked.
  package let pagesCounted: UInt64?
  /// The snapshot that a child began with, nil where none is whole: an opening then asks its parent.
  let baseSnapshot: PendingSnapshot?
  /// Where the pages stand in the file, in order.
  let pages: [Range<Int>]

  package var pageCount: Int { pages.count }

  /// Whether nothing is known to be missing behind it.
  package var isWhole: Bool { lost.last == nil && pagesCounted == UInt64(pageCount) }

  /// - Returns: Nil when not even the first page can be reached.
  init?(_ file: UnsafeRawBufferPointer) {
    let remains = SurvivingPages(file)
    var found: [(header: PageHeader, range: Range<Int>)] = []
    for range in remains.pages {
      // Not every place that looks like a page is one: what cannot be read is none.
      let header = StoredPage.withExpanded(file[range]) { try? PageHeader(page: $0) }
      if let header { found.append((header, range)) }
    }
    let recorded = MetaRecord.remains(
      remains.meta.map { UnsafeRawBufferPointer(rebasing: file[$0]) })
    guard let identity = recorded ?? Self.identity(from: found.map(\.header)) else { return nil }
    found.removeAll { $0.header.journal != identity.id }
    // In the order of their places; where there are two of one, the newest state's comes first.
    let order = found.indices.sorted {
      (found[$0].header.firstSequence, $0) < (found[$1].header.firstSequence, $1)
    }
    var checker = PageChecker(identity: identity)
    var pages: [Range<Int>] = []
    for place in order {
      let (header, range) = found[place]
      guard header.firstSequence > checker.lastSequence else { continue }
      // A page that is not sound ends the prefix here; salvage names the event, not the flaw.
      let isNext = StoredPage.withExpanded(file[range]) { page in
        (try? checker.check(key: header.firstSequence, page)) != nil
      }
      guard isNext else { break }
      pages.append(range)
    }
    guard !pages.isEmpty else { return nil }
    self.identity = identity
    self.isBirthKnown = recorded != nil
    self.events = checker.lastSequence
    self.lastAt = checker.lastAt
    self.contentDigest = checker.contentDigest
    self.headHash = checker.headHash
    self.pagesCounted = remains.pagesCounted
    self.pages = pages
    self.baseSnapshot = Self.baseSnapshot(of: identity, among: remains.snapshots, in: file)
    self.lost = Self.lost(found.map(\.header), behind: checker.lastSequence)
  }

  private static func baseSnapshot(
    of identity: JournalIdentity, among places: [Range<Int>], in file: UnsafeRawBufferPointer
  ) -> PendingSnapshot? {
    let base = identity.base
    guard !base.isNone else { return nil }
    for place in places {
      // Not every place that looks like a snapshot is one: what cannot be read is none.
      guard let record = try? SnapshotRecord(UnsafeRawBufferPointer(rebasing: file[place])),
        record.journal == identity.id, record.sequence == base.lastSequence, record.at == base.at,
        record.contentHead == base.contentHead, record.nodeHead == base.nodeHead
      else { continue }
      return PendingSnapshot(sequence: record.sequence, bytes: [UInt8](file[place]))
    }
    return nil
  }

  /// Who the journal is when its own record is gone: every page says it, the first also about when.
  private static func identity(from headers: [PageHeader]) -> JournalIdentity? {
    headers.first { $0.firstSequence == 1 && $0.committedAt.isValid }.map {
      JournalIdentity(id: $0.journal, bornAt: $0.committedAt.nanoseconds)
    }
  }

  private static func lost(_ headers: [PageHeader], behind events: UInt64) -> Lost {
    var lost = Lost()
    var seen: UInt64 = 0
    let behind = headers.filter { $0.firstSequence > events }
    for header in behind.sorted(by: { $0.firstSequence < $1.firstSequence }) {
      guard header.firstSequence > seen else { continue }
      seen = header.firstSequence
      lost.readablePages += 1
      lost.last = (header.lastSequence, header.lastAt)
    }
    return lost
  }
}

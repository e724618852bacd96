package import Market
package import Numerics

/// Where a journal begins: behind the last event of a sealed one, its parent, or with event 1.
///
/// Numbers, hash chains and instruments go on behind it, so that a parent and its child read as one
/// journal. Layout: schemas/journal-format.md, section 2.
package struct JournalOrigin: Equatable, Sendable {
  package let parent: JournalID
  /// Where the parent was when its child was made, as it was named then: a hint, no more.
  package let folder: String
  /// The parent's last event; 0 in a journal that begins with event 1.
  package let lastSequence: UInt64
  /// Time of the parent's last turn, and of its last turn of content.
  package let at: Timestamp
  package let contentAt: Timestamp
  package let contentEvents: UInt64
  package let nodeEvents: UInt64
  package let instrumentsListed: UInt32
  /// Sequence of the newest listing of an instrument, 0 if there is none.
  package let newestListing: UInt64
  package let link: Digest256
  package let nodeHead: Digest256
  /// The contents since the last link, one frame after the other.
  package let contents: [UInt8]

  package init(
    parent: JournalID, folder: String, lastSequence: UInt64, at: Timestamp, contentAt: Timestamp,
    contentEvents: UInt64, nodeEvents: UInt64, instrumentsListed: UInt32, newestListing: UInt64,
    link: Digest256, nodeHead: Digest256, contents: [UInt8]
  ) {
    self.parent = parent
    self.folder = folder
    self.lastSequence = lastSequence
    self.at = at
    self.contentAt = contentAt
    self.contentEvents = contentEvents
    self.nodeEvents = nodeEvents
    self.instrumentsListed = instrumentsListed
    self.newestListing = newestListing
    self.link = link
    self.nodeHead = nodeHead
    self.contents = contents
  }

  /// Of a journal that begins with event 1.
  package static let none = JournalOrigin(
    parent: JournalID(bytes: [UInt8](repeating: 0, count: 16)), folder: "", lastSequence: 0,
    at: .zero, contentAt: .zero, contentEvents: 0, nodeEvents: 0, instrumentsListed: 0,
    newestListing: 0, link: .zero, nodeHead: .zero, contents: [])

  package var isNone: Bool { lastSequence == 0 }

  /// The chains as they stand at the base.
  func chain() -> ChainState { ChainState(at: self) }

  package var contentHead: Digest256 { chain().contentHead() }

  /// What stands for the parent's whole journal: the head that a kept line of its end names.
  package var headHash: Digest256 {
    chain().headHash(journal: parent, lastSequence: lastSequence)
  }

  /// Whether both mean the same event of the same journal, whatever its folder was called.
  package func isSamePlace(as other: JournalOrigin) -> Bool {
    parent == other.parent && lastSequence == other.lastSequence && headHash == other.headHash
  }

  /// The header that a page ending at the base would have: pages go on behind it as behind any.
  func header(in journal: JournalID) -> PageHeader {
    PageHeader(
      journal: journal, firstSequence: lastSequence, lastSequence: lastSequence, firstAt: at,
      lastAt: at, atBefore: at, contentAtBefore: contentAt, turns: 0, inputs: 0, contentEvents: 0,
      instrumentsListed: instrumentsListed, contentEventsSoFar: contentEvents,
      nodeEventsSoFar: nodeEvents, newestListing: newestListing, link: link,
      contentHead: contentHead, nodeHead: nodeHead, committedAt: .zero, frameBytes: 0)
  }
}

/// That a journal is closed for good, and where it goes on.
package struct JournalSeal: Equatable, Sendable {
  /// What became of the pages.
  package enum Form: UInt32, Sendable {
    /// They stand as they were committed.
    case asCommitted = 1
    /// They were laid together and compressed.
    case compressed = 2
  }

  package let child: JournalID
  /// Where the child was made, as it was named then: a hint, no more.
  package let folder: String
  package let lastSequence: UInt64
  package let sealedAt: Timestamp
  package let form: Form

  package init(
    child: JournalID, folder: String, lastSequence: UInt64, sealedAt: Timestamp, form: Form
  ) {
    self.child = child
    self.folder = folder
    self.lastSequence = lastSequence
    self.sealedAt = sealedAt
    self.form = form
  }

  func with(form: Form) -> JournalSeal {
    JournalSeal(
      child: child, folder: folder, lastSequence: lastSequence, sealedAt: sealedAt, form: form)
  }
}

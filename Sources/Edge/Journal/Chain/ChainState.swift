import Crypto
import Events
package import Numerics

/// The chain over content, and the node's own chain, after some event.
///
///     link(k) = SHA-256(link(k−1) ‖ contents of content events 1024(k−1)+1 … 1024k)
///     content head = SHA-256(last link ‖ contents since)
///     node head(n) = SHA-256(node head(n−1) ‖ sequence ‖ at ‖ frame)
///
/// Used by one thread at a time: the turn thread while a run lasts.
///
/// Source: design.md, section 2; schemas/journal-format.md, section 5.
package final class ChainState: @unchecked Sendable {
  package static let contentsPerLink: UInt64 = 1_024

  /// Read at every event, and by one thread: a check of exclusive access would cost more than the rest.
  @exclusivity(unchecked) package private(set) var contentEvents: UInt64 = 0
  package private(set) var nodeEvents: UInt64 = 0
  package private(set) var link = Digest256.zero
  package private(set) var nodeHead = Digest256.zero
  /// Holds the last link and the contents since.
  private let open = StreamingSHA256()
  private let node = StreamingSHA256()

  package init() { open.update(link) }

  /// A chain that goes on behind a page.
  ///
  /// - Parameter contents: The contents since the last link, in order.
  package convenience init(after header: PageHeader, contents: [UnsafeRawBufferPointer]) {
    self.init(
      contentEvents: header.contentEventsSoFar, nodeEvents: header.nodeEventsSoFar,
      link: header.link, nodeHead: header.nodeHead)
    for content in contents { open.update(content) }
  }

  private init(contentEvents: UInt64, nodeEvents: UInt64, link: Digest256, nodeHead: Digest256) {
    self.contentEvents = contentEvents
    self.nodeEvents = nodeEvents
    self.link = link
    self.nodeHead = nodeHead
    open.update(link)
  }

  /// A chain that goes on behind the base of a journal.
  convenience init(at base: JournalOrigin) {
    self.init(
      contentEvents: base.contentEvents, nodeEvents: base.nodeEvents, link: base.link,
      nodeHead: base.nodeHead)
    base.contents.withUnsafeBytes { open.update($0) }
  }

  /// Content events that may follow before the next link is made.
  package var roomInLink: UInt64 { Self.contentsPerLink - contentEvents % Self.contentsPerLink }

  /// Adds whole frames of content.
  ///
  /// - Parameter events: How many; never past the next link.
  package func add(_ frames: UnsafeRawBufferPointer, events: UInt64) {
    precondition(events <= roomInLink)
    open.update(frames)
    contentEvents += events
    guard contentEvents % Self.contentsPerLink == 0, events > 0 else { return }
    link = open.digest()
    open.restart()
    open.update(link)
  }

  package func addNode(_ frame: UnsafeRawBufferPointer, sequence: UInt64, at: Int64) {
    node.restart()
    node.update(nodeHead)
    node.update(littleEndian: sequence)
    node.update(littleEndian: UInt64(bitPattern: at))
    node.update(frame)
    nodeHead = node.digest()
    nodeEvents += 1
  }

  /// The content digest so far.
  package func contentHead() -> Digest256 { open.digest() }

  /// What stands for the whole journal up to an event.
  package func headHash(journal: JournalID, lastSequence: UInt64) -> Digest256 {
    Self.headHash(
      journal: journal, lastSequence: lastSequence, contentHead: contentHead(), nodeHead: nodeHead)
  }

  package static func headHash(
    journal: JournalID, lastSequence: UInt64, contentHead: Digest256, nodeHead: Digest256
  ) -> Digest256 {
    let hash = StreamingSHA256()
    journal.bytes.withUnsafeBytes { hash.update($0) }
    hash.update(littleEndian: lastSequence)
    hash.update(contentHead)
    hash.update(nodeHead)
    return hash.digest()
  }
}

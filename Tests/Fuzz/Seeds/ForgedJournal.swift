import Events
import Market

@testable import Journal

/// Lays frames that nobody vouches for into pages, as an engine would.
///
/// The checker must take every page that comes out, unless an event itself cannot be.
final class ForgedJournal {
  let log: MemoryEventLog
  let chain = ChainState()
  private var builder: PageBuilder
  private var at = Timestamp.zero
  private var contentAt = Timestamp.zero
  private var lastSequence: UInt64 = 0

  init(_ id: JournalID) {
    log = MemoryEventLog(identity: JournalIdentity(id: id, bornAt: 0))
    builder = PageBuilder(journal: id, after: nil, contentAt: .zero, chain: chain)
  }

  /// Adds turns and commits them.
  ///
  /// - Returns: Their pages, one after the other; nil where no engine would make such turns: two events
  ///   of the node in one, more bytes than a turn may have, or a time that cannot be.
  func commit(
    _ bytes: UnsafeRawBufferPointer, at wall: Timestamp
  ) throws(CodecFault) -> [UInt8]? {
    var reader = TurnReader(bytes)
    var frames: [Frame] = []
    while try reader.nextTurn(into: &frames), let first = frames.first, let last = frames.last {
      let isNode = first.flags.isNode
      let time = (isNode ? at : contentAt).adding(nanoseconds: first.atDelta)
      let range = first.start..<last.end
      guard time.isValid, time >= at, !isNode || frames.count == 1,
        range.count <= TurnRecord.mostBytes
      else { return nil }
      var turn = TurnRecord()
      turn.frames.append(UnsafeRawBufferPointer(rebasing: bytes[range]))
      turn.firstSequence = lastSequence + 1
      turn.eventCount = frames.count
      turn.at = time
      turn.isNode = isNode
      turn.isInput = first.flags.isInput
      turn.listsInstrument = first.kind == EventKind.instrumentListed.rawValue
      builder.take(turn)
      lastSequence = turn.lastSequence
      at = time
      if !isNode { contentAt = time }
    }
    let before = lastPage
    do {
      try builder.commit(to: log, at: wall)
      var pages: [UInt8] = []
      try log.forEachPage(from: before + 1) { key, page in
        if key > before { pages += page }
        return true
      }
      return pages
    } catch {
      refute("pages of an engine are not taken: \(error)")
    }
  }

  /// Key of the newest page, 0 before the first.
  private var lastPage: UInt64 {
    do { return try log.newestPage()?.key ?? 0 } catch { refute("\(error)") }
  }
}

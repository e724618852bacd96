public import Events
import Ingest
import Kernel
import Market

extension TurnEngine where Rooms == DirectRooms {
  /// `replay(page:…)` for the rooms as values: a quote that nobody answers is heard where it lies.
  ///
  /// What it is not sure of it leaves to the general way, which comes to the same.
  @inline(never)
  public mutating func replayDirectly(
    page bytes: UnsafeRawBufferPointer, verifyingFrom first: UInt64, through last: UInt64,
    counts: inout ReplayCounts,
    hearNode: (_ frames: [Frame], _ sequence: UInt64) throws(CodecFault) -> Void
  ) throws(TurnFault) -> Bool {
    guard !isDifferent else { return false }
    var offset = 0
    while offset < bytes.count {
      let sequence = position.lastSequence &+ 1
      guard sequence <= last else { return false }
      if let quote = QuoteFrame(bytes, at: offset), hear(quote) {
        offset = quote.end
        counts.take(from: quote.source, position: quote.position)
        counts.turns &+= 1
        counts.events &+= 1
        if sequence >= first { counts.verified &+= 1 }
        continue
      }
      try replayTurn(
        bytes, &offset, sequence, verifyingFrom: first, counts: &counts, hearNode: hearNode)
      guard !isDifferent else { return false }
    }
    return true
  }

  /// Hears a quote that nobody answers.
  ///
  /// - Returns: False, and nothing is changed, when a timer is due before it or a room might speak.
  @inline(__always)
  private mutating func hear(_ quote: borrowing QuoteFrame) -> Bool {
    let time = position.contentAt.adding(nanoseconds: quote.atDelta)
    let occurred = time.adding(nanoseconds: 0 &- quote.occurredLag)
    guard time >= position.at, time.isValid, occurred.isValid, timers.earliest > time.nanoseconds
    else { return false }
    let instrument = InstrumentID(quote.instrument)
    guard
      let mid = rooms.ingest.acceptQuietly(
        instrument, bid: quote.bid, ask: quote.ask, at: occurred)
    else { return false }
    rooms.kernel.hear(instrument, mid: mid, at: occurred)
    position.advance(events: 1, at: time, isNode: false)
    return true
  }
}

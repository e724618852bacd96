import Events
import Market
import Numerics
import Testing

/// A few payloads worked out by hand from schemas/journal-format.md, section 7.
@Suite struct `The bytes of a payload` {
  private func bytes(_ body: EventBody) -> [UInt8] {
    let arena = ByteBuffer()
    return written { body.encode(into: &$0, minor: 0, arena: arena) }
  }

  @Test func `are presence bits, then the fields that are there`() {
    let tick = TickReceived(
      instrument: InstrumentID(300), bid: Price(micros: 63), ask: Price(micros: -64), merged: 2)
    // bid 1, ask 2, merged 32; 300 in two bytes; zigzag 126 and 127; 2.
    #expect(bytes(.tickReceived(tick)) == [0b10_0011, 0xAC, 0x02, 126, 127, 2])
  }

  @Test func `have no presence byte without optional fields`() {
    let refusal = CandleRejected(instrument: InstrumentID(3), reason: .duplicate)
    #expect(bytes(.candleRejected(refusal)) == [3, 7])
  }

  @Test func `hold instants in eight bytes`() {
    let stop = RunStopped(
      opening: 128, reason: .signal, wallClock: Timestamp(nanoseconds: 0x0102_0304_0506_0708))
    #expect(bytes(.runStopped(stop)) == [0x80, 0x01, 1, 8, 7, 6, 5, 4, 3, 2, 1])
  }

  @Test func `hold a text behind its length`() {
    var arena = ByteBuffer()
    _ = arena.intern("another text of the turn")
    let listed = InstrumentListed(
      instrument: InstrumentID(0), digits: 5, name: arena.intern("EUR_USD"))
    let bytes = written { buffer in
      EventBody.instrumentListed(listed).encode(into: &buffer, minor: 0, arena: arena)
    }
    #expect(bytes == [0, 5, 7] + Array("EUR_USD".utf8))
  }

  @Test func `hold a digest as people read it`() {
    let bytes = (1...4).flatMap { [0, 0, 0, 0, 0, 0, 0, $0] as [UInt8] }
    #expect(written { $0.append(Digest256(1, 2, 3, 4)) } == bytes)
  }

  @Test func `hold a pin as four words and two small numbers`() {
    let pin = Pin(bits: 1, link: 2, r: 3, v: 4, older: 1, fill: 65)
    let words = (1...4).flatMap { [$0, 0, 0, 0, 0, 0, 0, 0] as [UInt8] }
    #expect(written { $0.append(pin) } == words + [1, 65])
  }
}

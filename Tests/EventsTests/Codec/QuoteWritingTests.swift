import Events
import Market
import Numerics
import Testing

/// The short way of writing a quote, beside the general one.
@Suite struct `A quote written in one go` {
  /// Writes one both ways.
  private func expectSameBytes(
    _ instrument: UInt16, bid: Int64, ask: Int64, occurredAt: Int64, delta: Int64,
    source: UInt16, position: Int64, principal: UInt16, _ comment: Comment
  ) {
    let tick = TickReceived(
      instrument: InstrumentID(instrument), bid: Price(micros: bid), ask: Price(micros: ask))
    let input = Input(
      time: .zero, occurredAt: Timestamp(nanoseconds: occurredAt), source: source,
      position: position, principal: principal, body: .tickReceived(tick))
    let head = FrameHead(
      minor: EventKind.tickReceived.version.minor, isNode: false, atDelta: delta, at: .zero,
      input: input)
    var short = ByteBuffer(capacity: 64)
    var general = ByteBuffer()
    for _ in 0..<2 {
      short.append(head, quoteOf: tick.instrument, bid: bid, ask: ask)
      general.append(head, because: Because(), body: input.body, arena: ByteBuffer())
    }
    #expect([UInt8](short.bytes) == [UInt8](general.bytes), comment)
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `has the bytes of the general way`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    // Numbers of every length alike.
    func number() -> UInt64 { random.next() >> random.next(below: 64) }
    for _ in 0..<300 {
      expectSameBytes(
        UInt16(truncatingIfNeeded: number()), bid: Int64(bitPattern: number()),
        ask: Int64(bitPattern: number()), occurredAt: Int64(number() >> 2),
        delta: Int64(number() >> 2), source: UInt16(truncatingIfNeeded: number()),
        position: Int64(number() >> 1), principal: UInt16(truncatingIfNeeded: number()),
        "seed \(seed)")
    }
  }

  @Test func `has room for the longest numbers, and for the shortest`() {
    expectSameBytes(
      .max, bid: .min, ask: .max, occurredAt: .max, delta: 1 << 62, source: .max, position: .max,
      principal: .max, "longest")
    expectSameBytes(
      0, bid: 0, ask: 0, occurredAt: 0, delta: 0, source: 0, position: 0, principal: 0, "shortest")
  }
}

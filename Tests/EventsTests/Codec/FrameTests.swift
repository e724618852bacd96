import Events
import ExampleRecorder
import Market
import Testing

@Suite struct `A frame` {
  private static let at = Timestamp(nanoseconds: 1_000_000)

  private func input(_ body: EventBody, occurredAt: Int64 = 999_000) -> Input {
    Input(
      time: Self.at, occurredAt: Timestamp(nanoseconds: occurredAt), source: 300,
      position: 70_000, principal: 2, body: body)
  }

  private let quote = EventBody.tickReceived(TickReceived(instrument: InstrumentID(1)))
  private let refusal = EventBody.tickRejected(
    TickRejected(instrument: InstrumentID(1), reason: .crossed))

  private func bytes(_ head: FrameHead, because: Because = Because(), _ body: EventBody) -> [UInt8]
  {
    let arena = ByteBuffer()
    return written { $0.append(head, because: because, body: body, arena: arena) }
  }

  @Test func `of an input says when and where from`() {
    let head = FrameHead(
      minor: 0, isNode: false, atDelta: 200, at: Self.at, input: input(quote))
    // Length, kind 16, version 1.0, input and first; at; occurred 1,000, source, position, who; body.
    let expected: [UInt8] =
      [15, 16, 32, 3, 0xC8, 0x01] + [0xD0, 0x0F, 0xAC, 0x02, 0xF0, 0xA2, 0x04, 2] + [0, 1]
    #expect(bytes(head, quote) == expected)
  }

  @Test func `of an input stamped ahead of us has a negative lag`() throws {
    let head = FrameHead(
      minor: 0, isNode: false, atDelta: 0, at: Self.at, input: input(quote, occurredAt: 1_000_005))
    #expect(head.occurredLag == -5)
    #expect(try parse(bytes(head, quote)).occurredLag == -5)
  }

  @Test func `of a word says how far back its cause stands`() {
    let head = FrameHead(minor: 0, isFirst: false, isNode: false, atDelta: 99, causeDistance: 300)
    #expect(bytes(head, refusal) == [7, 32, 32, 0, 0xAC, 0x02, 1, 3])
  }

  @Test func `of a timer's word is first in its turn and has no cause`() {
    let head = FrameHead(minor: 0, isFirst: true, isNode: false, atDelta: 5, causeDistance: 0)
    #expect(bytes(head, refusal) == [7, 32, 32, 2, 5, 0, 1, 3])
  }

  @Test func `of a decision names the facts it used`() throws {
    var because = Because(1)
    because.add(300)
    let head = FrameHead(minor: 0, isFirst: false, isNode: false, atDelta: 0, causeDistance: 1)
    let bytes = bytes(head, because: because, refusal)
    #expect(bytes == [10, 32, 32, 4, 1, 2, 1, 0xAC, 0x02, 1, 3])
    let frame = try parse(bytes)
    #expect(bytes.withUnsafeBytes { frame.becauseDistances(in: $0) } == [1, 300])
    #expect(bytes.withUnsafeBytes { frame.farthestFact(in: $0) } == 300)
  }

  @Test func `of the node carries the node's bit`() throws {
    let stop = EventBody.runStopped(RunStopped(opening: 1, reason: .signal, wallClock: .zero))
    let head = FrameHead(minor: 0, isNode: true, atDelta: 0, at: Self.at, input: input(stop))
    #expect(try parse(bytes(head, stop)).flags.rawValue == 1 | 2 | 8)
  }

  @Test(arguments: [0, 1, 120, 127, 128, 1_000, 16_300, 16_370, 16_383, 16_384, 50_000, 65_536])
  func `of any length is written as if its length had been known before`(count: Int) throws {
    var arena = ByteBuffer()
    _ = arena.intern("what was said before")
    let text = arena.intern(String(repeating: "x", count: count))
    let body = EventBody.instrumentListed(
      InstrumentListed(instrument: InstrumentID(0), digits: 5, name: text))
    let head = FrameHead(
      minor: 0, isNode: true, atDelta: 0, at: .zero,
      input: Input(time: .zero, occurredAt: .zero, source: 0, position: 0, body: body))
    var buffer = ByteBuffer(capacity: 64)
    buffer.append([1, 2, 3])
    buffer.append(head, because: Because(), body: body, arena: arena)
    buffer.append([4])
    let expected = RawFrame(.instrumentListed, listing(count)).bytes
    #expect([UInt8](buffer.bytes) == [1, 2, 3] + expected + [4])
    let decoded = try decode(expected)
    #expect(decoded.fields.last?.text?.utf8.count == count)
  }

  @Test func `crosses each width of its length at the right byte`() throws {
    // Before the name stand 10 bytes and its length, of one or two bytes.
    for (length, width) in [(127, 1), (128, 2), (16_383, 2), (16_384, 3)] {
      let bytes = RawFrame(.instrumentListed, listing(length - (length > 128 ? 12 : 11))).bytes
      try #require(bytes.count == length + width)
      #expect(try decode(bytes).encoded(in: bytes) == bytes)
    }
  }

  /// The payload of an instrument whose name has as many letters.
  private func listing(_ count: Int) -> [UInt8] {
    [0, 5] + Layout.varint(UInt64(count)) + [UInt8](repeating: 0x78, count: count)
  }

  @Test func `tells by its flags alone whether it is the first of its turn`() throws {
    for (frame, isFirst) in [
      (RawFrame.quote, true), (RawFrame.refusal, true),
      (RawFrame(.candleRejected, cause: 1, [3, 7]), false),
    ] {
      let bytes = [9, 9] + frame.bytes
      #expect(
        try reading(bytes) { all throws(CodecFault) in try Frame.isFirst(all, at: 2) } == isFirst)
    }
  }

  @Test func `becomes the event at its place`() throws {
    let head = FrameHead(minor: 0, isNode: false, atDelta: 0, at: Self.at, input: input(quote))
    let bytes = bytes(head, quote)
    let frame = try parse(bytes)
    var arena = ByteBuffer()
    let event = try bytes.withUnsafeBytes { all in
      try frame.event(in: all, sequence: 9, at: Self.at, arena: &arena)
    }
    #expect(event.sequence == 9)
    #expect(event.cause == 0)
    #expect(event.at == Self.at)
    #expect(event.occurredAt.nanoseconds == 999_000)
    #expect(event.source == 300)
    #expect(event.position == 70_000)
    #expect(event.principal == 2)
    #expect(event.isInput)
    #expect(event.body == quote)
  }

  @Test func `of a word becomes an event with its cause, at the time of its turn`() throws {
    let bytes = RawFrame(.tickRejected, cause: 2, [1, 3]).bytes
    let frame = try parse(bytes)
    var arena = ByteBuffer()
    let event = try bytes.withUnsafeBytes { all in
      try frame.event(in: all, sequence: 9, at: Self.at, arena: &arena)
    }
    #expect(event.cause == 7)
    #expect(event.occurredAt == Self.at)
    #expect(!event.isInput)
    #expect(event.body == refusal)
  }
}

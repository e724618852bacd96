import Events
import Testing

@Suite struct `A turn reader` {
  private static let quote = RawFrame.quote
  private static let timer = RawFrame(.candleRejected, [1, 7])

  private static func word(cause: UInt64) -> RawFrame {
    RawFrame(.candleRejected, cause: cause, [1, 7])
  }

  /// The kinds of each turn.
  private func turns(_ frames: [RawFrame]) throws(CodecFault) -> [[UInt16]] {
    try turns(frames.flatMap(\.bytes))
  }

  private func turns(_ bytes: [UInt8]) throws(CodecFault) -> [[UInt16]] {
    try reading(bytes) { all throws(CodecFault) in
      var reader = TurnReader(all)
      var frames: [Frame] = []
      var turns: [[UInt16]] = []
      while try reader.nextTurn(into: &frames) { turns.append(frames.map(\.kind)) }
      return turns
    }
  }

  @Test func `finds no turn in an empty page`() throws {
    #expect(try turns([] as [UInt8]) == [])
  }

  @Test func `begins a turn at each first event`() throws {
    let page = [
      Self.quote, Self.quote, Self.word(cause: 1), Self.word(cause: 2), Self.timer,
      Self.word(cause: 1), Self.quote,
    ]
    #expect(try turns(page) == [[16], [16, 33, 33], [33, 33], [16]])
  }

  @Test func `refuses a page that begins inside a turn`() {
    #expect(throws: CodecFault.badFlags) { try turns([Self.word(cause: 1)]) }
  }

  @Test func `refuses a cause before its turn`() {
    #expect(throws: CodecFault.badCause) {
      try turns([Self.quote, Self.quote, Self.word(cause: 2)])
    }
  }

  @Test func `refuses a turn of node events and others`() {
    let node = RawFrame(.runStopped, [])
    #expect(throws: CodecFault.badFlags) { try turns([node, Self.word(cause: 1)]) }
    let wrong = Self.word(cause: 1).with { $0.flags |= 8 }
    #expect(throws: CodecFault.badFlags) { try turns([Self.quote, wrong]) }
  }

  @Test func `refuses a page that ends inside a frame`() {
    let bytes = Self.quote.bytes + Self.word(cause: 1).bytes
    for count in Self.quote.bytes.count + 1..<bytes.count {
      #expect(throws: CodecFault.truncated) { try turns(Array(bytes[..<count])) }
    }
  }

  @Test func `takes a turn of 65,536 events and refuses one more`() throws {
    let word = Self.word(cause: 1).bytes
    var bytes = Self.quote.bytes
    for _ in 1..<TurnRecord.mostEvents { bytes += word }
    #expect(try turns(bytes).map(\.count) == [65_536])
    #expect(throws: CodecFault.outOfRange) { try turns(bytes + word) }
  }
}

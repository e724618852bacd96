import Events
import ExampleRecorder
import Market
import Testing

@Suite struct `A frame with a fault` {
  private static let refusal = RawFrame.refusal
  private static let quote = RawFrame.quote
  private static let following = RawFrame(.candleRejected, cause: 1, [3, 7])

  @Test(arguments: EventKind.allCases)
  func `says wherever it is cut off`(kind: EventKind) {
    let bytes = RawFrame(kind, [UInt8](repeating: 1, count: 200)).bytes
    for count in 0..<bytes.count {
      #expect(throws: CodecFault.truncated) { try parse(Array(bytes[..<count])) }
    }
  }

  @Test func `says that its length ends inside its own fields`() {
    let bytes = Self.quote.bytes
    for length in 0..<8 as Range<UInt8> {
      let shorter = [length] + bytes[1..<1 + Int(length)]
      #expect(throws: CodecFault.truncated) { try parse(shorter) }
    }
  }

  @Test func `says that its length is beyond any page`() {
    #expect(fault(in: Layout.varint(1 << 31) + [16]) == .outOfRange)
    #expect(fault(in: Layout.varint(.max) + [16]) == .outOfRange)
  }

  @Test func `says that a number is not in its shortest form`() {
    #expect(fault(in: [0x87, 0x00] + Self.quote.bytes.dropFirst()) == .overlongVarint)
    #expect(fault(in: Self.quote.with { $0.kind = [0x90, 0x00] }) == .overlongVarint)
    #expect(fault(in: Self.quote.with { $0.version = [0xA0, 0x00] }) == .overlongVarint)
    #expect(fault(in: Self.quote.with { $0.at = [0x80, 0x00] }) == .overlongVarint)
    #expect(fault(in: Self.following.with { $0.cause = [0x81, 0x00] }) == .overlongVarint)
    for place in 0..<4 {
      let origin = (0..<4).flatMap { $0 == place ? [0x80, 0x00] as [UInt8] : [0] }
      #expect(fault(in: Self.quote.with { $0.origin = origin }) == .overlongVarint)
    }
  }

  @Test func `says that a number is too large`() {
    let over16 = Layout.varint(65_536)
    #expect(fault(in: Self.quote.with { $0.kind = over16 }) == .outOfRange)
    #expect(fault(in: Self.quote.with { $0.version = over16 }) == .outOfRange)
    #expect(fault(in: Self.quote.with { $0.at = Layout.varint(1 << 62 + 1) }) == .outOfRange)
    #expect(fault(in: Self.following.with { $0.cause = over16 }) == .outOfRange)
    #expect(fault(in: Self.quote.with { $0.origin = [0] + over16 + [0, 0] }) == .outOfRange)
    #expect(fault(in: Self.quote.with { $0.origin = [0, 0, 0] + over16 }) == .outOfRange)
    let position = Layout.varint(UInt64(Int64.max) + 1)
    #expect(fault(in: Self.quote.with { $0.origin = [0, 0] + position + [0] }) == .outOfRange)
  }

  @Test func `says that kind 0 and major version 0 are none`() {
    #expect(fault(in: Self.quote.with { $0.kind = [0] }) == .outOfRange)
    #expect(fault(in: Self.quote.with { $0.version = [31] }) == .outOfRange)
  }

  @Test func `names a kind it does not know`() {
    let unknown = (1...65_535 as ClosedRange<UInt16>).filter { EventKind(rawValue: $0) == nil }
    let missed = unknown.filter { number in
      let frame = Self.quote.with { $0.kind = Layout.varint(UInt64(number)) }
      return fault(in: frame) != .unknownKind(number)
    }
    #expect(unknown.count + EventKind.allCases.count == 65_535)
    #expect(missed == [])
  }

  @Test(arguments: EventKind.allCases)
  func `names a version newer than this program`(kind: EventKind) {
    let current = kind.version
    for newer in [
      EventVersion(current.major, current.minor + 1), EventVersion(current.major, 31),
      EventVersion(current.major + 1, 0), EventVersion(2_047, 31),
    ] {
      let frame = RawFrame(kind, []).with { $0.version = Layout.varint(newer.code) }
      let expected = CodecFault.newerVersion(
        kind: kind.rawValue, major: newer.major, minor: newer.minor)
      #expect(fault(in: frame) == expected)
      #expect(expected.isNewer)
    }
  }

  @Test(arguments: EventKind.allCases)
  func `says that its flags do not fit its kind`(kind: EventKind) {
    let frame = RawFrame(kind, [])
    #expect(fault(in: frame.with { $0.flags ^= 8 }) == .badFlags)
    // What a venue reports comes from outside or from the paper venue: both bits fit.
    guard !kind.mayBeInput || kind.writer == nil else { return }
    let other =
      kind.writer == nil
      ? RawFrame(kind, []).with {
        $0.flags &= ~1
        $0.cause = [0]
        $0.origin = []
      }
      : RawFrame(kind, []).with {
        $0.flags |= 1
        $0.cause = nil
        $0.origin = [0, 0, 0, 0]
      }
    #expect(fault(in: other) == .badFlags)
  }

  @Test(arguments: [16, 32, 64, 128] as [UInt8])
  func `says that a flag is unknown`(flag: UInt8) {
    #expect(fault(in: Self.quote.with { $0.flags |= flag }) == .badFlags)
  }

  @Test func `says that an input is not first in its turn`() {
    let late = Self.quote.with {
      $0.flags &= ~2
      $0.at = nil
    }
    #expect(fault(in: late) == .badFlags)
  }

  @Test func `says that only the first of a turn has no cause`() {
    #expect(fault(in: Self.following.with { $0.cause = [0] }) == .badCause)
    #expect(fault(in: Self.refusal.with { $0.cause = [1] }) == .badCause)
  }

  @Test func `says that a list of facts used is not 1 to 8 long`() {
    let reasoned = Self.refusal.with { $0.flags |= 4 }
    let facts: [UInt8] = [1, 1, 1, 1, 1, 1, 1, 1]
    #expect(fault(in: reasoned.with { $0.because = [1, 1] }) == nil)
    #expect(fault(in: reasoned.with { $0.because = [8] + facts }) == nil)
    #expect(fault(in: reasoned.with { $0.because = [0] }) == .badReferences)
    #expect(fault(in: reasoned.with { $0.because = [9] + facts + [1] }) == .badReferences)
    #expect(fault(in: reasoned.with { $0.because = Layout.varint(.max) }) == .badReferences)
  }

  @Test func `says that a fact used is the event itself`() {
    let reasoned = Self.refusal.with {
      $0.flags |= 4
      $0.because = [2, 1, 0]
    }
    #expect(fault(in: reasoned) == .badReferences)
  }

  @Test func `says that the world's stamp is no valid instant`() throws {
    let at = Timestamp(nanoseconds: 1_000)
    for (lag, isValid) in [(0, true), (1_000, true), (1_001, false), (Int64.min, false)] {
      let bytes = Self.quote.with { $0.origin = Layout.zigzag(lag) + [0, 0, 0] }.bytes
      let frame = try parse(bytes)
      let found = Result { () throws(CodecFault) in
        try reading(bytes) { all throws(CodecFault) in
          var arena = ByteBuffer()
          return try frame.event(in: all, sequence: 1, at: at, arena: &arena).occurredAt
        }
      }
      #expect((try? found.get()) == (isValid ? at.adding(nanoseconds: -lag) : nil))
      if case .failure(let error) = found { #expect(error == .invalidTime) }
    }
  }
}

import Events
import Market
import Numerics
import Testing

@Suite struct `A byte reader` {
  @Test(arguments: 0..<10 as Range<UInt64>)
  func `reads back what a buffer writes`(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    for _ in 0..<200 {
      let word = generator.next() >> generator.next(below: 64)
      let number = Int64(bitPattern: generator.next()) >> Int64(generator.next(below: 64))
      let bytes = written { buffer in
        buffer.append(varint: word)
        buffer.append(zigzag: number)
        buffer.append(fixed64: word)
        buffer.append(fixed32: UInt32(truncatingIfNeeded: word))
        buffer.append(fixed16: UInt16(truncatingIfNeeded: word))
        buffer.append(UInt8(truncatingIfNeeded: word))
      }
      let read = reading(bytes) { reader in
        let asWritten =
          reader.varint() == word && reader.zigzag() == number && reader.fixed64() == word
          && reader.fixed32() == UInt32(truncatingIfNeeded: word)
          && reader.fixed16() == UInt16(truncatingIfNeeded: word)
          && reader.byte() == UInt8(truncatingIfNeeded: word)
        return asWritten && reader.isAtEnd
      }
      #expect(read.piece && read.fault == nil, "seed \(seed): \(bytes)")
    }
  }

  @Test(
    arguments: [
      [0x80, 0x00], [0x81, 0x00], [0xFF, 0x80, 0x00],
      [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x00],
    ] as [[UInt8]])
  func `refuses a varint that is not in its shortest form`(bytes: [UInt8]) {
    #expect(reading(bytes) { $0.varint() }.fault == .overlongVarint)
  }

  @Test(
    arguments: [
      [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x02],
      [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x81, 0x01],
      [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
    ] as [[UInt8]])
  func `refuses a varint of more than 64 bits`(bytes: [UInt8]) {
    #expect(reading(bytes) { $0.varint() }.fault == .overlongVarint)
  }

  @Test(
    arguments: [
      [], [0x80], [0xFF, 0xFF], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
    ] as [[UInt8]])
  func `says where a varint is cut off`(bytes: [UInt8]) {
    #expect(reading(bytes) { $0.varint() }.fault == .truncated)
  }

  @Test func `takes a varint at its limit and refuses the next`() {
    #expect(reading([100]) { $0.varint(atMost: 100) }.piece == 100)
    let beyond = reading([101]) { $0.varint(atMost: 100) }
    #expect(beyond.piece == 0)
    #expect(beyond.fault == .outOfRange)
  }

  @Test func `says when fixed numbers are cut off`() {
    let bytes: [UInt8] = [1, 2, 3, 4, 5, 6, 7]
    #expect(reading(bytes) { $0.fixed64() }.fault == .truncated)
    #expect(reading([1, 2, 3]) { $0.fixed32() }.fault == .truncated)
    #expect(reading([1]) { $0.fixed16() }.fault == .truncated)
    #expect(reading([]) { $0.byte() }.fault == .truncated)
  }

  @Test(arguments: [-1, 4, Int.max])
  func `gives no bytes that are not there`(count: Int) {
    let read = reading([1, 2, 3]) { $0.bytes(count).count }
    #expect(read.piece == 0)
    #expect(read.fault == .truncated)
  }

  @Test func `gives bytes in their place`() {
    let read = reading([1, 2, 3]) { reader in
      _ = reader.byte()
      return [UInt8](reader.bytes(2))
    }
    #expect(read.piece == [2, 3])
    #expect(read.fault == nil)
  }

  @Test func `stays inside its range`() {
    let bytes: [UInt8] = [1, 2, 3, 4]
    bytes.withUnsafeBytes { all in
      var reader = ByteReader(all, 1..<3)
      let inside = [reader.byte(), reader.byte()]
      #expect(inside == [2, 3])
      #expect(reader.isAtEnd)
      let outside = reader.byte()
      #expect(outside == 0)
      #expect(reader.fault == .truncated)
    }
  }

  @Test func `keeps the first fault, reads zero after it and does not move`() {
    let read = reading([0x80, 0x00, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]) { reader in
      _ = reader.varint()
      let offset = reader.offset
      let isZero =
        reader.varint() == 0 && reader.zigzag() == 0 && reader.fixed64() == 0 && reader.byte() == 0
        && !reader.flag() && reader.time() == .zero && reader.pin() == Pin()
        && reader.bytes(1).isEmpty
      reader.require(false, .badCause)
      return isZero && reader.offset == offset
    }
    #expect(read.piece)
    #expect(read.fault == .overlongVarint)
  }
}

import Events
import ExampleRecorder
import Numerics
import Testing

@Suite struct `A byte buffer` {
  @Test(
    arguments: [
      (0, [0x00]), (1, [0x01]), (127, [0x7F]), (128, [0x80, 0x01]), (300, [0xAC, 0x02]),
      (16_383, [0xFF, 0x7F]), (16_384, [0x80, 0x80, 0x01]),
      (UInt64.max, [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01]),
    ] as [(UInt64, [UInt8])])
  func `writes a varint seven bits a byte`(number: UInt64, bytes: [UInt8]) {
    #expect(written { $0.append(varint: number) } == bytes)
  }

  @Test(
    arguments: [
      (0, [0]), (-1, [1]), (1, [2]), (-2, [3]), (63, [126]), (-64, [127]), (64, [0x80, 0x01]),
      (Int64.max, [0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01]),
      (Int64.min, [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01]),
    ] as [(Int64, [UInt8])])
  func `writes a signed number in zigzag`(number: Int64, bytes: [UInt8]) {
    #expect(written { $0.append(zigzag: number) } == bytes)
  }

  @Test func `writes fixed numbers lowest byte first`() {
    #expect(written { $0.append(fixed16: 0x0102) } == [2, 1])
    #expect(written { $0.append(fixed32: 0x0102_0304) } == [4, 3, 2, 1])
    #expect(written { $0.append(fixed64: 0x0102_0304_0506_0708) } == [8, 7, 6, 5, 4, 3, 2, 1])
  }

  @Test func `keeps what it holds when it grows`() {
    var buffer = ByteBuffer(capacity: 64)
    let numbers = (0..<10_000).map { UInt8(truncatingIfNeeded: $0 * 7) }
    for number in numbers { buffer.append(number) }
    #expect([UInt8](buffer.bytes) == numbers)
    buffer.append(numbers)
    #expect([UInt8](buffer.bytes) == numbers + numbers)
  }

  @Test func `drops what follows when it is truncated, and all when it is emptied`() {
    var buffer = ByteBuffer()
    buffer.append([1, 2, 3, 4])
    buffer.truncate(to: 2)
    buffer.append(9)
    #expect([UInt8](buffer.bytes) == [1, 2, 9])
    buffer.removeAll()
    #expect(buffer.bytes.isEmpty)
  }

  @Test func `overwrites bytes in their place`() {
    let bytes = written { buffer in
      buffer.append([1, 2, 3, 4])
      buffer.replace(at: 1, with: [8, 9])
    }
    #expect(bytes == [1, 8, 9, 4])
  }

  @Test func `overwrites with whatever is appended, and goes on at its end`() {
    let bytes = written { buffer in
      buffer.append(zeros: 4)
      buffer.append(7)
      buffer.overwrite(at: 1) { $0.append(fixed16: 0x0102) }
      buffer.append(9)
    }
    #expect(bytes == [0, 2, 1, 0, 7, 9])
  }

  @Test func `does not overwrite beyond its end`() async {
    await #expect(processExitsWith: .failure) {
      var buffer = ByteBuffer()
      buffer.append(zeros: 3)
      buffer.overwrite(at: 2) { $0.append(fixed16: 0) }
    }
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `writes a digest in the order people read it`(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let digest = Digest256(
      generator.next(), generator.next(), generator.next(), generator.next())
    #expect(written { $0.append(digest) } == digest.bytes, "seed \(seed)")
  }

  @Test(arguments: [0, 1, 50, 64])
  func `moves what follows a gap, even where it must grow for it`(offset: Int) {
    var buffer = ByteBuffer(capacity: 64)
    let numbers = (0..<64).map { UInt8($0) }
    buffer.append(numbers)
    buffer.insertGap(at: offset, width: 3)
    buffer.replace(at: offset, with: [255, 254, 253])
    #expect([UInt8](buffer.bytes) == numbers[..<offset] + [255, 254, 253] + numbers[offset...])
  }

  @Test func `overwrites a gap with a varint of its width`() {
    let bytes = written { buffer in
      buffer.append([7, 0, 0, 7])
      buffer.overwrite(varint: 300, at: 1)
    }
    #expect(bytes == [7, 0xAC, 0x02, 7])
  }

  @Test func `gives a text a place, and its bytes back`() {
    var buffer = ByteBuffer()
    let first = buffer.intern("Zürich")
    let nothing = buffer.intern("")
    let second = buffer.intern([1, 2, 3])
    #expect(String(decoding: buffer[first], as: UTF8.self) == "Zürich")
    #expect(buffer[nothing].isEmpty)
    #expect([UInt8](buffer[second]) == [1, 2, 3])
  }

  @Test(arguments: 0..<10 as Range<UInt64>)
  func `writes numbers as they were written the second time`(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    for _ in 0..<200 {
      let word = generator.next() >> generator.next(below: 64)
      let number = Int64(bitPattern: generator.next()) >> Int64(generator.next(below: 64))
      #expect(written { $0.append(varint: word) } == Layout.varint(word), "seed \(seed)")
      #expect(written { $0.append(zigzag: number) } == Layout.zigzag(number), "seed \(seed)")
      #expect(written { $0.append(fixed64: word) } == Layout.fixed64(word), "seed \(seed)")
    }
  }
}

import Events
import Market
import Numerics
import Testing

/// A state with a part of every form.
private struct Sample: StateKeeping, Equatable {
  var count: UInt64 = 300
  var number: Int64 = -5
  var small: UInt8 = 200
  var bits: UInt64 = 0xF0F0
  var flag = true
  var time = Timestamp(nanoseconds: 1_398_902_400_000_000_000)
  var side = PriceSide.ask
  var text = "Zürich \"open\"\n"
  var digest = Digest256.zero
  var list: [Int64] = [1, 2, 3]
  var pairs: [Price] = [Price(micros: 7)]
  var absent: Int64?
  var present: Int64? = 4
  var pin = Pin(bits: 3, link: 1, r: 0, v: 2, older: 1, fill: 65)

  mutating func archive<Archive: StateArchive & ~Copyable>(into archive: inout Archive) {
    archive.count("count", &count, atMost: 1_000)
    archive.number("number", &number, in: -10...10)
    archive.small("small", &small)
    archive.bits("bits", &bits)
    archive.flag("flag", &flag)
    archive.time("time", &time)
    archive.label("side", &side)
    archive.text("text", &text)
    archive.digest("digest", &digest)
    archive.bins("list", &list)
    archive.list("pairs", &pairs, of: Price(micros: 0), atMost: 2) { $1.price("micros", &$0) }
    archive.optional("absent", &absent, of: 0) { $1.count("n", &$0) }
    archive.optional("present", &present, of: 0) { $1.count("n", &$0) }
    archive.pin("pin", &pin)
    archive.require(number < Int64(count))
  }
}

@Suite struct `A state` {
  private func read(_ bytes: [UInt8]) throws(CodecFault) -> Sample {
    try SnapshotSection(name: "sample", version: 1, bytes: bytes).read(into: Sample())
  }

  @Test func `comes back from its bytes, which are always the same`() throws {
    var sample = Sample()
    sample.list = [0, 1 << 62, 9]
    sample.absent = 77
    sample.present = nil
    let bytes = StateWriter.bytes(of: sample)
    #expect(try read(bytes) == sample)
    #expect(StateWriter.bytes(of: try read(bytes)) == bytes)
  }

  @Test func `is refused with a count above 2^62, which no counting comes to`() {
    var sample = Sample()
    sample.list = [1 << 62 + 1]
    #expect(throws: CodecFault.outOfRange) { _ = try read(StateWriter.bytes(of: sample)) }
  }

  @Test func `has these bytes`() {
    #expect(
      StateWriter.bytes(of: Sample()) == [
        0xAC, 2, 9, 0x90, 3, 0xF0, 0xF0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 113, 51, 82, 230, 105,
        19, 1, 15,
      ] + [UInt8]("Zürich \"open\"\n".utf8) + [UInt8](repeating: 0, count: 32) + [
        3, 2, 4, 6, 1, 14, 0, 1, 8, 3, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0,
        0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 2, 0x82, 1,
      ])
  }

  @Test func `is refused cut short, with bytes left, and where a number is too large`() {
    let bytes = StateWriter.bytes(of: Sample())
    for end in bytes.indices {
      #expect(throws: CodecFault.self, "cut at \(end)") { _ = try read(Array(bytes[..<end])) }
    }
    #expect(throws: CodecFault.trailingBytes) { _ = try read(bytes + [0]) }
    var sample = Sample()
    sample.count = 1_001
    #expect(throws: CodecFault.outOfRange) { _ = try read(StateWriter.bytes(of: sample)) }
    sample.count = 1_000
    sample.number = 11
    #expect(throws: CodecFault.outOfRange) { _ = try read(StateWriter.bytes(of: sample)) }
    sample.number = 10
    sample.pairs = [Price(micros: 0), Price(micros: 0), Price(micros: 0)]
    #expect(throws: CodecFault.outOfRange) { _ = try read(StateWriter.bytes(of: sample)) }
    sample.pairs = []
    sample.list = [1, 2]
    #expect(throws: CodecFault.outOfRange) { _ = try read(StateWriter.bytes(of: sample)) }
  }

  @Test func `is refused where its parts do not fit together`() {
    var sample = Sample()
    sample.count = 3
    sample.number = 3
    #expect(throws: CodecFault.outOfRange) { _ = try read(StateWriter.bytes(of: sample)) }
  }

  @Test func `never claims more elements than it has bytes`() {
    var bytes = ByteBuffer()
    bytes.append(varint: 1_000)
    #expect(throws: CodecFault.truncated) {
      _ = try StateReader.read(bytes.bytes, into: Heap())
    }
  }

  private struct Heap: StateKeeping {
    var values: [Int64] = []

    mutating func archive<Archive: StateArchive & ~Copyable>(into archive: inout Archive) {
      archive.list("values", &values, of: 0, atMost: 1_000_000) { $1.count("n", &$0) }
    }
  }

  @Test func `reads well as JSON`() {
    #expect(
      StateText.json(of: Sample()) == """
        {
          "count": 300,
          "number": -5,
          "small": 200,
          "bits": "0x000000000000f0f0",
          "flag": true,
          "time": "2014-05-01T00:00:00Z",
          "side": "ask",
          "text": "Zürich \\"open\\"\\n",
          "digest": "0000000000000000000000000000000000000000000000000000000000000000",
          "list": [
            1,
            2,
            3
          ],
          "pairs": [
            {
              "micros": 7
            }
          ],
          "absent": null,
          "present": {
            "n": 4
          },
          "pin": {
            "bits": "0x0000000000000003",
            "link": "0x0000000000000001",
            "r": "0x0000000000000000",
            "v": "0x0000000000000002",
            "older": 1,
            "fill": 65
          }
        }
        """)
    #expect(StateText.json(of: Heap()) == "{\n  \"values\": []\n}")
  }

  @Test func `tells its layout, whatever it holds`() {
    var other = Sample()
    other.present = nil
    other.pairs = []
    #expect(StateLayout.lines(of: Sample()) == StateLayout.lines(of: other))
    #expect(
      StateLayout.lines(of: Sample()).prefix(8) == [
        "  count: count 0...1000", "  number: int -10...10", "  small: int 0...255", "  bits: bits",
        "  flag: flag", "  time: time", "  side: label bid | ask | mid", "  text: text",
      ])
    #expect(
      StateLayout.lines(of: Heap()) == [
        "  values: list of at most 1000000", "    n: int 0...\(1 << 62)",
      ])
  }
}

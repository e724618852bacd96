import Compression
import Testing

@Suite struct `A gzip reader` {
  private let text = Array(GzipSamples.text.utf8)

  /// Gives the input in pieces and takes the output in pieces.
  private func inflate(
    _ bytes: [UInt8], input: Int = 65_536, output: Int = 65_536
  ) throws(CompressionError) -> [UInt8] {
    let reader = try GzipReader(file: "a.gz")
    var inflated: [UInt8] = []
    let actor = UnsafeMutableRawBufferPointer.allocate(byteCount: output, alignment: 16)
    defer { actor.deallocate() }
    let source = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 16)
    defer { source.deallocate() }
    source.copyBytes(from: bytes)
    var used = 0
    while true {
      let piece = source[used..<min(used + input, bytes.count)]
      let step = try reader.inflate(UnsafeRawBufferPointer(rebasing: piece), into: actor)
      inflated += actor[..<step.produced]
      used += step.consumed
      if step == (0, 0), used == bytes.count { break }
    }
    try reader.finish()
    return inflated
  }

  @Test func `inflates what gzip deflated`() throws {
    #expect(try inflate(GzipSamples.deflated) == text)
  }

  @Test(arguments: [1, 2, 3, 17, 1_000], [1, 2, 3, 17, 1_000])
  func `gives the same bytes in pieces of any size`(input: Int, output: Int) throws {
    #expect(try inflate(GzipSamples.deflated, input: input, output: output) == text)
  }

  @Test func `joins the members of one stream, empty ones too`() throws {
    let stream =
      GzipSamples.deflated + GzipSamples.stored([]) + GzipSamples.stored([65, 66])
      + GzipSamples.deflated
    #expect(try inflate(stream) == text + [65, 66] + text)
    #expect(try inflate(stream, input: 1, output: 1) == text + [65, 66] + text)
  }

  @Test func `says truncated wherever a stream is cut`() {
    let whole = GzipSamples.deflated
    for length in 0..<whole.count {
      #expect(throws: CompressionError.truncated(file: "a.gz"), "cut after \(length) bytes") {
        try inflate(Array(whole[..<length]))
      }
    }
  }

  @Test func `says truncated wherever a second member is cut`() {
    let second = GzipSamples.stored([65, 66])
    for length in 1..<second.count {
      #expect(throws: CompressionError.truncated(file: "a.gz"), "cut after \(length) bytes") {
        try inflate(GzipSamples.deflated + second[..<length], input: 1)
      }
    }
  }

  @Test(arguments: [[0], [0x1f, 0], [0x1f, 0x8a, 8], Array("ts_ns,bid,ask\n".utf8)])
  func `names what follows the last member`(garbage: [UInt8]) {
    for input in [1, 65_536] {
      #expect(throws: CompressionError.trailingGarbage(file: "a.gz")) {
        try inflate(GzipSamples.deflated + garbage, input: input)
      }
    }
  }

  @Test func `checks the checksum and the length`() {
    let whole = GzipSamples.deflated
    for (offset, reason) in [(8, "incorrect data check"), (4, "incorrect length check")] {
      var damaged = whole
      damaged[whole.count - offset] ^= 1
      #expect(throws: CompressionError.corrupt(file: "a.gz", reason: reason)) {
        try inflate(damaged)
      }
    }
  }

  @Test func `refuses what never was gzip`() {
    #expect(
      throws: CompressionError.corrupt(file: "a.gz", reason: "it does not begin as gzip")
    ) {
      try inflate(text)
    }
  }

  @Test func `delivers what came before the damage, then the fault, at every call`() throws {
    var damaged = GzipSamples.stored(text)
    damaged[damaged.count - 8] ^= 1
    let reader = try GzipReader(file: "a.gz")
    let actor = UnsafeMutableRawBufferPointer.allocate(byteCount: 4_096, alignment: 16)
    defer { actor.deallocate() }
    try damaged.withUnsafeBytes { bytes in
      let step = try reader.inflate(bytes, into: actor)
      #expect(Array(actor[..<step.produced]) == text)
      for _ in 0..<2 {
        #expect(
          throws: CompressionError.corrupt(file: "a.gz", reason: "incorrect data check")
        ) {
          try reader.inflate(bytes, into: actor)
        }
      }
    }
  }
}

import Compression
import Foundation
import Testing

@Suite struct `A byte source` {
  private let scratch = Scratch()

  private func content(_ source: ByteSource, actor: Int = 100_000) throws -> [UInt8] {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: actor, alignment: 16)
    defer { buffer.deallocate() }
    var content: [UInt8] = []
    while true {
      let count = try source.read(into: buffer)
      if count == 0 { return content }
      content += buffer[..<count]
    }
  }

  @Test(arguments: [0, 1, 65_535, 65_536, 65_537, 200_000])
  func `gives a plain file of any size`(size: Int) throws {
    let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let source = try ByteSource(path: try scratch.file("plain", bytes))
    #expect(source.size == Int64(size))
    #expect(try content(source) == bytes)
    #expect(try content(source) == [])
  }

  @Test func `knows gzip by its first bytes, not by its name`() throws {
    let gzip = try ByteSource(path: try scratch.file("a.csv", GzipSamples.deflated))
    #expect(try content(gzip) == Array(GzipSamples.text.utf8))
    let plain = try ByteSource(path: try scratch.file("b.csv.gz", GzipSamples.text))
    #expect(try content(plain) == Array(GzipSamples.text.utf8))
  }

  @Test func `inflates more than its chunk, into any room`() throws {
    let member = GzipSamples.stored((0..<65_535).map { UInt8(truncatingIfNeeded: $0 &* 7) })
    let path = try scratch.file("large.gz", member + member + member)
    let whole = try content(try ByteSource(path: path))
    #expect(whole.count == 3 * 65_535)
    #expect(try content(try ByteSource(path: path), actor: 1_001) == whole)
  }

  @Test func `shows the head of the raw file without moving`() throws {
    let source = try ByteSource(path: try scratch.file("a.gz", GzipSamples.deflated))
    #expect(try source.head(10) == Array(GzipSamples.deflated.prefix(10)))
    #expect(try source.head(1 << 20) == GzipSamples.deflated)
    #expect(try content(source) == Array(GzipSamples.text.utf8))
  }

  @Test func `reads no further than the size it was told`() throws {
    let path = try scratch.file("grown", "one\ntwo\n")
    #expect(try content(try ByteSource(path: path, size: 4)) == Array("one\n".utf8))
  }

  @Test func `says that a file became smaller`() throws {
    let path = try scratch.file("small", "one\n")
    #expect(throws: CompressionError.shrunk(file: path, expected: 9, found: 4)) {
      try ByteSource(path: path, size: 9)
    }
  }

  @Test func `says that a file became smaller while it was read`() throws {
    let path = try scratch.file("cut", [UInt8](repeating: 65, count: 100_000))
    let source = try ByteSource(path: path)
    #expect(truncate(path, 70_000) == 0)
    #expect(throws: CompressionError.shrunk(file: path, expected: 100_000, found: 70_000)) {
      try content(source)
    }
  }

  @Test func `names the file and the reason of the system`() throws {
    let missing = scratch.path("missing")
    #expect(throws: CompressionError.notFound(file: missing)) { try ByteSource(path: missing) }
    let folder = scratch.folder
    #expect(throws: CompressionError.unreadable(file: folder, reason: "Is a directory")) {
      try ByteSource(path: folder)
    }
    let inside = try scratch.file("file", "x") + "/y"
    #expect(throws: CompressionError.unreadable(file: inside, reason: "Not a directory")) {
      try ByteSource(path: inside)
    }
  }

  @Test func `does not wait at a named pipe`() throws {
    let pipe = scratch.path("pipe")
    #expect(mkfifo(pipe, 0o600) == 0)
    #expect(
      throws: CompressionError.unreadable(file: pipe, reason: "It is not a regular file")
    ) {
      try ByteSource(path: pipe)
    }
  }
}

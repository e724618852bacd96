import Compression
import Market
package import Numerics

/// A file of commands as it was when it was looked at first: one JSON object a line, in time order.
package struct CommandFile: Equatable, Sendable {
  package let path: String
  /// Bytes of the file.
  package let size: Int64
  /// SHA-256 of the first 64 KiB.
  package let headHash: Digest256

  package init(path: String) throws(FeedError) {
    do throws(CompressionError) {
      let source = try ByteSource(path: path)
      self.path = path
      size = source.size
      headHash = SHA256.digest(of: try source.head(65_536))
    } catch {
      throw FeedError(error, line: 1)
    }
  }

  /// The lines of the file, if it still is what was looked at.
  func open() throws(FeedError) -> CommandLines {
    let source: ByteSource
    let found: Digest256
    do throws(CompressionError) {
      source = try ByteSource(path: path, size: size)
      found = SHA256.digest(of: try source.head(65_536))
    } catch {
      throw FeedError(error, line: 1)
    }
    guard found == headHash else {
      throw .changedWhileReading(
        file: path, line: 1, reason: "its first 64 KiB are other bytes now")
    }
    return CommandLines(source)
  }
}

/// Reads lines of a bounded length; what is longer keeps its head only.
final class CommandLines {
  private let source: ByteSource
  private let chunk = UnsafeMutableRawBufferPointer.allocate(
    byteCount: ByteSource.chunk, alignment: 16)
  private var rest = 0..<0
  private(set) var number: Int64 = 0

  init(_ source: ByteSource) { self.source = source }

  deinit { chunk.deallocate() }

  /// The next line that is not blank; nil at the end.
  func next() throws(CompressionError) -> [UInt8]? {
    var line: [UInt8] = []
    var isAnything = false
    while true {
      if rest.isEmpty {
        rest = 0..<(try source.read(into: chunk))
        guard !rest.isEmpty else {
          guard isAnything else { return nil }
          number += 1
          return line.isEmpty || line.allSatisfy(Self.isBlank) ? nil : line
        }
      }
      isAnything = true
      let end = rest.first { chunk[$0] == UInt8(ascii: "\n") }
      let stop = end ?? rest.upperBound
      let room = max(0, CommandParser.longest + 1 - line.count)
      line += chunk[rest.lowerBound..<min(stop, rest.lowerBound + room)]
      guard let end else {
        rest = rest.upperBound..<rest.upperBound
        continue
      }
      rest = end + 1..<rest.upperBound
      number += 1
      if line.last == UInt8(ascii: "\r") { line.removeLast() }
      if !line.allSatisfy(Self.isBlank) { return line }
      line.removeAll(keepingCapacity: true)
      isAnything = false
    }
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 }
}

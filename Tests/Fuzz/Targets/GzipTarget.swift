import Compression
import Foundation

extension FuzzTarget {
  /// The gzip layer: bytes of a file, inflated or as they are.
  ///
  /// The pieces in which a stream comes and goes change neither the bytes nor the error.
  static let gzip = FuzzTarget(
    name: "gzip",
    parser: [
      "Sources/Edge/Compression/ByteSource.swift", "Sources/Edge/Compression/GzipReader.swift",
    ],
    seeds: {
      let text = FeedText.ticks[0]
      let fed = try Golden.file("feed/EUR_USD.csv.gz", ofJournalNamed: "-rough-ticks")
      return [
        FeedText.gzip(text), FeedText.gzip(text) + FeedText.gzip("8,1,2\n"),
        FeedText.gzip(text).dropLast(4), FeedText.gzip("") + [0], Array(text.utf8),
        Array(fed.prefix(600)),
      ]
    },
    read: { bytes in
      file.write(bytes)
      let whole = readFile()
      guard bytes.starts(with: [0x1f]), bytes.count == 1 || bytes[1] == 0x8b else {
        mustHold(whole == Inflated(bytes: Array(bytes), fault: nil), "a plain file reads otherwise")
        return
      }
      mustHold(readPieces(of: bytes, taking: 3, giving: 7) == whole, "pieces read otherwise")
    })

  private struct Inflated: Equatable {
    var bytes: [UInt8] = []
    var fault: CompressionError?

    /// Behind the bound nobody looks any more.
    func cut(to most: Int) -> Inflated {
      bytes.count < most ? self : Inflated(bytes: Array(bytes.prefix(most)), fault: nil)
    }
  }

  private static let file = FeedFileOnDisk("AUD_USD.csv.gz")
  /// What a few bytes may inflate to is bounded by a thousandfold; more than this tells nothing new.
  private static let mostBytes = 1 << 17

  private static func readFile() -> Inflated {
    var found = Inflated()
    let actor = UnsafeMutableRawBufferPointer.allocate(byteCount: 4_096, alignment: 16)
    defer { actor.deallocate() }
    do {
      let source = try ByteSource(path: file.path)
      mustHold(try source.head(64).count == min(64, Int(source.size)), "a head of another length")
      while found.bytes.count < mostBytes {
        let count = try source.read(into: actor)
        if count == 0 { break }
        found.bytes += actor[..<count]
      }
    } catch {
      mustSpeak(error)
      found.fault = error
    }
    return found.cut(to: mostBytes)
  }

  private static func readPieces(
    of bytes: UnsafeRawBufferPointer, taking: Int, giving: Int
  ) -> Inflated {
    var found = Inflated()
    var rest = bytes[...]
    let actor = UnsafeMutableRawBufferPointer.allocate(byteCount: giving, alignment: 16)
    defer { actor.deallocate() }
    do {
      let reader = try GzipReader(file: file.path)
      while found.bytes.count < mostBytes {
        let piece = UnsafeRawBufferPointer(rebasing: rest.prefix(taking))
        let step = try reader.inflate(piece, into: actor)
        rest = rest.dropFirst(step.consumed)
        found.bytes += actor[..<step.produced]
        if rest.isEmpty, step == (0, 0) {
          try reader.finish()
          break
        }
      }
    } catch {
      mustSpeak(error)
      found.fault = error
    }
    return found.cut(to: mostBytes)
  }
}

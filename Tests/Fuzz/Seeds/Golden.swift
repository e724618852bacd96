import Events
import Foundation
import Journal

/// Turns of a golden journal that receives the synthetic market.
enum Golden {
  private static let folder = "journal/golden"

  /// The frames of its beginning, as long as they are small.
  static func beginning(turns wanted: Int) throws -> [UInt8] {
    try all().prefix(wanted).flatMap { $0 }
  }

  /// One turn of each shape: no two have the same kinds of events, one after the other.
  static func turns() throws -> [[UInt8]] {
    var seen: Set<[UInt16]> = []
    return try all().filter { turn in
      let kinds = try turn.withUnsafeBytes { bytes in
        var frames: [Frame] = []
        var reader = TurnReader(bytes)
        _ = try reader.nextTurn(into: &frames)
        return frames.map(\.kind)
      }
      return kinds.count <= 8 && seen.insert(kinds).inserted
    }
  }

  /// A file of the first golden journal whose name holds `part`, under whatever rules it was recorded.
  static func file(_ name: String, ofJournalNamed part: String) throws -> [UInt8] {
    let journals = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    guard let journal = journals.first(where: { $0.contains(part) }) else {
      throw CocoaError(.fileNoSuchFile, userInfo: [NSFilePathErrorKey: "\(folder)/…\(part)…"])
    }
    return [UInt8](try Data(contentsOf: URL(filePath: "\(folder)/\(journal)/\(name)")))
  }

  private static func all() throws -> [[UInt8]] {
    try file("data.mdb", ofJournalNamed: "-demo-").withUnsafeBytes { file in
      var turns: [[UInt8]] = []
      for page in try TreeFile(file).pages {
        let body = UnsafeRawBufferPointer(rebasing: file[page.data].dropFirst(PageHeader.byteCount))
        var reader = TurnReader(body)
        var frames: [Frame] = []
        while try reader.nextTurn(into: &frames), let first = frames.first, let last = frames.last {
          turns.append([UInt8](body[first.start..<last.end]))
        }
      }
      return turns
    }
  }
}

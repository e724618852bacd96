import Foundation
import TestSupport
import Testing

@Suite struct `The glossary` {
  /// The words of our own that commands print, as docs/glossary.md lists them.
  static let printed = [
    "as of", "band", "because", "bias", "candle", "cause", "coherence", "content digest", "entropy",
    "evidence", "fair coin", "feed", "flux", "hazard", "head", "instrument", "journal", "lambda",
    "manifold", "opening", "pin", "replay", "rules version", "rupture",
    "sigma_eff", "snapshot", "stability", "stabilizing", "state", "turn", "verify", "window",
    "writer",
  ]
  /// Those that only some markets make a command print, or that it prints in a short form (`seq`).
  static let rare = ["converged", "hot, warm, cold", "late", "sequence"]

  private func told(_ words: [String], in work: Workplace) async throws -> String {
    try await Program.retrace.run(words, in: work.folder.path).out
  }

  private func entries() throws -> [String] {
    try String(contentsOfFile: Vectors.packageRoot + "docs/glossary.md", encoding: .utf8)
      .split(separator: "\n").dropFirst(3).compactMap { line in
        line.split(separator: "|").first.map {
          $0.trimmingCharacters(in: .whitespaces).replacingOccurrences(of: "`", with: "")
        }
      }
  }

  @Test func `has each word once, in order`() throws {
    let words = try entries().map { $0.lowercased() }
    #expect(words.count > Self.printed.count)
    #expect(words == words.sorted() && Set(words).count == words.count)
  }

  @Test func `has every word that a command prints`() throws {
    let entries = try entries()
    for word in Self.printed + Self.rare { #expect(entries.contains(word), "\(word)") }
  }

  @Test func `is asked only for words that a command prints`() async throws {
    let work = Workplace()
    try await work.demo(in: "a")
    var text = ""
    for command in Commands.all {
      text += try await told(command.split(separator: " ").map(String.init) + ["--help"], in: work)
    }
    for words in [
      ["measures", "a", "--json"], ["status", "a"], ["replay", "a"], ["audit", "verify", "a"],
      ["journal", "stat", "a"], ["journal", "tail", "a"], ["journal", "dump", "a", "--to", "900"],
    ] { text += try await told(words, in: work) }
    // Labels of JSON and columns are words joined by `_`.
    let told = text.lowercased()
    for word in Self.printed {
      let joined = word.replacingOccurrences(of: " ", with: "_")
      #expect(told.contains(word) || told.contains(joined), "\(word)")
    }
  }
}

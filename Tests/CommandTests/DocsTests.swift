import Foundation
import TestSupport
import Testing

/// A page of the documentation and the commands that stand in its blocks.
struct DocsPage: Sendable, CustomTestStringConvertible {
  let testDescription: String
  /// The text of its blocks marked `sh`, in order.
  let blocks: [String]

  static let all: [DocsPage] = {
    let docs = Vectors.packageRoot + "docs"
    let names = FileManager.default.enumerator(atPath: docs)?.compactMap { $0 as? String } ?? []
    return names.filter { $0.hasSuffix(".md") }.sorted().compactMap { name in
      guard let text = try? String(contentsOfFile: "\(docs)/\(name)", encoding: .utf8) else {
        return nil
      }
      let blocks = text.components(separatedBy: "```sh\n").dropFirst().map {
        $0.components(separatedBy: "\n```")[0]
      }
      return blocks.isEmpty ? nil : DocsPage(testDescription: name, blocks: Array(blocks))
    }
  }()
}

@Suite struct `The documentation` {
  private let work = Workplace()

  @Test func `has pages with commands`() {
    #expect(DocsPage.all.map(\.testDescription).contains("tour.md"))
    #expect(DocsPage.all.map(\.testDescription).contains("school.md"))
  }

  @Test(arguments: DocsPage.all)
  func `has commands that work as they stand`(page: DocsPage) async throws {
    for block in page.blocks {
      let run = try await work.shell("set -e; retrace() { \"$RETRACE\" \"$@\"; }; \(block)")
      #expect(run.status == 0, "\(block)\n\(run.err)")
      #expect(!run.out.isEmpty, "\(block)")
    }
  }
}

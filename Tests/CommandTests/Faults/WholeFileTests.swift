import Foundation
import TestSupport
import Testing

/// Files that were read to their end, and given again.
@Suite struct `A feed that was read whole` {
  private let work = Workplace()

  /// Larger than the 64 KiB by which a file is known while it is read.
  private func recorded() async throws {
    try await work.sample(3_000)
    try await work.record(in: "a")
  }

  @Test func `is recorded with the SHA-256 of its file`() async throws {
    try await recorded()
    let ends = try await work.events("a", kind: "node.feed-ended")
    #expect(ends.count == 2)
    let sums = try await work.shell("sha256sum ticks/EUR_USD.csv ticks/USD_JPY.csv")
    for end in ends {
      #expect(sums.out.contains(try end["body"]["sha256"].text()))
      #expect(try end["body"]["rows"].integer() == 3_000)
    }
    // Once is enough, in a child too.
    try await work.record(in: "a")
    #expect(try await work.events("a", kind: "node.feed-ended").count == 2)
    _ = try await work.retrace("journal", "seal", "a", "--into", "b")
    try await work.record(in: "b")
    #expect(try await work.events("b", kind: "node.feed-ended").isEmpty)
    #expect(try await isSound("a", in: work))
  }

  @Test func `is refused when any byte of it is another, in a child too`() async throws {
    try await recorded()
    var text = try work.folder.text(of: "ticks/EUR_USD.csv")
    #expect(text.utf8.count > 65_536)
    let last = text.removeLast()
    let digit = text.removeLast()
    text += (digit == "1" ? "2" : "1") + String(last)
    try work.folder.write("ticks/EUR_USD.csv", text)
    let again = try await work.retrace("run", "--feed", "ticks", "--journal", "a")
    #expect(again.status == 2 && again.err.contains("EUR_USD.csv is not the file"), "\(again.err)")
    _ = try await work.retrace("journal", "seal", "a", "--into", "b")
    let child = try await work.retrace("run", "--feed", "ticks", "--journal", "b")
    #expect(child.status == 2 && child.err.contains("EUR_USD.csv is not the file"))
  }

  @Test func `is not recorded while a part of it is still to come`() async throws {
    try await work.sample(3_000)
    let run = try await work.retrace(
      "run", "--feed", "ticks", "--journal", "a", "--to", "2024-01-08T00:02:00Z")
    #expect(run.status == 0)
    #expect(try await work.events("a", kind: "node.feed-ended").isEmpty)
  }
}

import Journal
import Numerics
import TestSupport
import Testing

/// Each number of a page's header, changed with its checksum made right again.
@Suite struct `A page header that lies` {
  private let folder = TemporaryFolder()

  static let fields: [(name: String, offset: Int, change: UInt8)] = [
    ("magic", 0, 1), ("format 0", 4, 1), ("header bytes", 6, 1), ("journal id", 8, 1),
    ("end of the journal id", 23, 128), ("first sequence", 24, 1), ("last sequence", 32, 1),
    ("last sequence, far", 39, 0x40), ("last sequence, above all", 39, 0x80),
    ("at of the first turn", 40, 1), ("at of the last turn", 48, 1), ("at before", 56, 1),
    ("content at before", 64, 1), ("turns", 72, 1), ("inputs", 76, 1), ("content events", 80, 1),
    ("instruments", 84, 1), ("content events so far", 88, 1), ("node events so far", 96, 1),
    ("newest listing", 104, 1), ("link", 112, 1), ("content head", 144, 1), ("node head", 176, 1),
    ("end of the node head", 207, 1), ("commit, no instant", 215, 0x80), ("frame bytes", 216, 1),
  ]

  private func journal() throws -> DataFile {
    let path = folder.path("good")
    let scribe = Scribe(try LMDBEventLog.forTests(path))
    scribe.write { $0.listing() }
    for _ in 0..<3 {
      scribe.write(quotes: 3)
      scribe.write { $0.listing() }
      scribe.write { $0.timer(answers: 1) }
      try scribe.commit()
    }
    scribe.log.close()
    return try DataFile(of: path)
  }

  @Test(arguments: fields)
  func `is found out by both verifiers`(name: String, offset: Int, change: UInt8) async throws {
    var file = try journal()
    try file.changePage(1) { $0[offset] ^= change }
    let path = try file.write("lying", in: folder)
    let report = try JournalVerifier.verify(path)
    #expect(!report.isGood && !report.needsNewer, "\(name)")
    #expect(report.pages == 1, "\(name)")
    #expect(report.events == 7, "\(name): only what is before it is called good")

    let outcome = try await pythonVerifier(path)
    #expect(outcome.status == Verdict.damaged.rawValue, "\(name)")
    let python = try outcome.json()
    #expect(try python["events"].integer() == 7)
    #expect(try python["content_digest"].text() == report.contentDigest.hex)
    #expect(try python["head_hash"].text() == report.headHash.hex)
  }

  @Test func `about the time of its commit is believed, if it is a time`() async throws {
    var file = try journal()
    try file.changePage(1) { $0[208] ^= 1 }
    let path = try file.write("lying", in: folder)
    #expect(try await Verdict.ofBoth(on: path) == .sound)
  }

  @Test func `is found out without its checksum made right, whatever the field`() throws {
    let file = try journal()
    let page = try file.pages()[1].data
    for offset in 0..<PageHeader.byteCount {
      var flipped = file
      flipped.bytes[page.lowerBound + offset] ^= 0x10
      let path = try flipped.write("flipped", in: folder)
      #expect(Verdict(on: path) == .damaged, "byte \(offset)")
    }
  }
}

import Journal
import TestSupport
import Testing

@Suite struct `A damaged identity record` {
  private let folder = TemporaryFolder()

  /// A place in the record, and the bit that is changed there.
  @Test(
    arguments: [
      ("magic", 0, 1), ("format 0", 4, 1), ("first zeros", 6, 1), ("first zeros", 7, 128),
      ("birth before 1970", 31, 0x80), ("birth after 2116", 31, 0x40), ("second zeros", 32, 1),
      ("second zeros", 35, 128),
    ] as [(String, Int, UInt8)])
  func `is found though its checksum was made right`(
    what: String, offset: Int, change: UInt8
  ) async throws {
    var file = try HandJournal(in: folder, pages: 1).file()
    try file.changeIdentity { $0[offset] ^= change }
    let path = try file.write("damaged", in: folder)
    #expect(try await Verdict.ofBoth(on: path) == .damaged, "\(what)")
    #expect(throws: JournalError.self, "\(what)") { try LMDBEventLog.openForReading(path) }
    #expect(throws: JournalError.self, "\(what)") { try LMDBEventLog.forTests(path) }
  }

  @Test func `is found by its checksum, whatever the byte`() throws {
    let file = try HandJournal(in: folder, pages: 1).file()
    for offset in try file.identity() {
      let flipped = Flip(offset: offset, change: 4).applied(to: file)
      #expect(Verdict(on: try flipped.write("flipped", in: folder)) == .damaged, "byte \(offset)")
    }
  }

  @Test func `may have another birth, and no other id`() async throws {
    var file = try HandJournal(in: folder, pages: 1).file()
    try file.changeIdentity { $0[24] ^= 1 }
    #expect(try await Verdict.ofBoth(on: try file.write("odd", in: folder)) == .sound)
    try file.changeIdentity { $0[8] ^= 1 }
    #expect(try await Verdict.ofBoth(on: try file.write("other", in: folder)) == .damaged)
  }

  /// Databases that changed places: every tree stays sound.
  @Test(arguments: [
    (1, "blobs", "pages", "the reserved database blobs holds something"),
    (
      1, "snapshots", "pages",
      "the snapshot at event 1 is damaged: it does not begin as a snapshot does. The events themselves "
        + "are good; an opening passes over this snapshot and reads more events instead"
    ),
    (2, "meta", "pages", "the identity record is missing or not alone"),
    (1, "meta", "pages", "the identity record is missing or not alone"),
    (1, "blobs", "meta", "the identity record is missing or not alone"),
  ]) func `is told from the records of other databases`(
    commits: Int, one: String, other: String, problem: String
  ) async throws {
    let path = folder.path("good")
    let scribe = Scribe(try LMDBEventLog.forTests(path))
    for _ in 0..<commits {
      scribe.write(quotes: 2)
      try scribe.commit()
    }
    scribe.log.close()
    var file = try DataFile(of: path)
    let (first, second) = (try file.record(of: one), try file.record(of: other))
    let (firstBytes, secondBytes) = (Array(file.bytes[first]), Array(file.bytes[second]))
    file.bytes.replaceSubrange(first, with: secondBytes)
    file.bytes.replaceSubrange(second, with: firstBytes)
    let damaged = try file.write("damaged", in: folder)
    #expect(try await Verdict.ofBoth(on: damaged) == .damaged)
    #expect(try JournalVerifier.verify(damaged).problem == problem)
  }
}

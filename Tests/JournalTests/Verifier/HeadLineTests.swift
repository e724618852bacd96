import Journal
import Market
import Numerics
import TestSupport
import Testing

@Suite struct `A head line` {
  private let folder = TemporaryFolder()
  private static let line = HeadLine(
    journal: JournalIdentity.one.id, sequence: 12, at: Timestamp(nanoseconds: 1_700_000_000),
    head: SHA256.digest(of: [1]))
  private static let text = "\(line)"

  @Test func `is what the format page says`() {
    let head = "4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a"
    #expect(
      Self.text == "retrace-head 1 journal=0102030405060708090a0b0c0d0e0f10 sequence=12 "
        + "at=1700000000 head=\(head)")
  }

  @Test(arguments: [
    text, " " + text, text + "\n", text + "\r\n", "\t" + text + " \n\n",
    text.replacing("sequence=12", with: "sequence=18446744073709551615"),
    text.replacing("at=1700000000", with: "at=0"),
    text.replacing("at=1700000000", with: "at=4611686018427387903"),
  ]) func `is read back, blanks around it aside`(line: String) async throws {
    #expect(HeadLine(line).map { "\($0)" } == line.split { $0.isWhitespace }.joined(separator: " "))
    // The journal is another one, so that Python answers no, and not that it cannot find out.
    let path = try HandJournal(in: folder, pages: 1, of: .other).path
    #expect(try await pythonVerifier(path, line).status == 1)
  }

  @Test(arguments: [
    "", "retrace-head", text + " more", String(text.dropLast()), text + "0",
    text.replacing("retrace-head 1", with: "retrace-head 2"),
    text.replacing("retrace-head 1", with: "retrace-head  1"),
    text.replacing(" at=", with: "\tat="), text.replacing(" at=", with: "\nat="),
    text.replacing("journal=01", with: "journal="), text.replacing("0a0b", with: "0A0B"),
    text.replacing("head=4b", with: "head=4B"), text.replacing("head=4b", with: "head=4g"),
    text.replacing("sequence=12", with: "sequence=0"),
    text.replacing("sequence=12", with: "sequence=+12"),
    text.replacing("sequence=12", with: "sequence=012"),
    text.replacing("sequence=12", with: "sequence="),
    text.replacing("sequence=12", with: "sequence=18446744073709551616"),
    text.replacing("sequence=12", with: "sequence=１２"),
    text.replacing("at=1700000000", with: "at=-1"),
    text.replacing("at=1700000000", with: "at=4611686018427387904"),
    text.replacing("at=1700000000", with: "at=18446744073709551615"),
    text.replacing("sequence=12 at=1700000000", with: "at=1700000000 sequence=12"),
  ]) func `is malformed in any other form, for both verifiers`(line: String) async throws {
    #expect(HeadLine(line) == nil)
    let path = try HandJournal(in: folder, pages: 1, of: .other).path
    #expect(try await pythonVerifier(path, line).status == 2)
  }
}

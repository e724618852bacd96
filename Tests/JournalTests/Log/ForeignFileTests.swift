import Journal
import TestSupport
import Testing

/// Both ways to open a journal.
private let openings: [@Sendable (String) throws -> LMDBEventLog] = [
  { try LMDBEventLog.openForReading($0) }, { try LMDBEventLog.forTests($0) },
]

/// A `data.mdb` that is something else. Opened in a process of its own, should it crash.
@Suite struct `A file that is no journal` {
  private let folder = TemporaryFolder()

  static let contents: [(String, [UInt8])] = [
    ("text", Array(String(repeating: "not a journal\n", count: 2_000).utf8)),
    ("zeros", [UInt8](repeating: 0, count: 40_960)),
    ("ones", [UInt8](repeating: 0xFF, count: 40_960)),
    ("one byte", [7]),
    ("a short file of the right beginning", Array(DataFile.emptyEnvironment.bytes[..<4_096])),
    ("two pages, the second torn", Array(DataFile.emptyEnvironment.bytes[..<8_000])),
  ]

  @Test(arguments: contents)
  func `is refused by reader and writer, and left as it is`(
    what: String, bytes: [UInt8]
  ) async throws {
    let path = try DataFile(bytes: bytes).write("journal", in: folder)
    await #expect(processExitsWith: .success) { [path = path as String] in
      for open in openings {
        let error = #expect(throws: JournalError.self) { try open(path) }
        #expect(error?.isDamage == true)
      }
    }
    #expect(try DataFile(of: path).bytes == bytes, "\(what)")
    #expect(try await Verdict.ofBoth(on: path) == .damaged, "\(what)")
  }

  @Test func `is refused when it is a folder`() async throws {
    try folder.makeFolder("journal/data.mdb")
    let path = folder.path("journal")
    #expect(throws: JournalError.self) { try LMDBEventLog.openForReading(path) }
    #expect(throws: JournalError.self) { try LMDBEventLog.forTests(path) }
    #expect(try await Verdict.ofBoth(on: path) == .unknown)
  }

  /// A journal cut to every number of tree pages, and a little more.
  @Test func `is a journal cut short, unless only free pages went`() async throws {
    let whole = try smallJournal(seed: 3, in: folder)
    let file = try DataFile(of: whole)
    for (number, cut) in stride(from: 0, to: file.bytes.count, by: 4_096).enumerated() {
      let length = cut + number * 517 % 4_096
      try DataFile(bytes: Array(file.bytes[..<length])).write("cut-\(number)", in: folder)
    }
    let count = (file.bytes.count + 4_095) / 4_096
    await #expect(processExitsWith: .success) {
      [path = folder.path("cut-") as String, count = count as Int] in
      for number in 1..<count {
        let journal = path + "\(number)"
        let isSound = Verdict(on: journal) == .sound
        for open in openings {
          guard !isSound else {
            try open(journal).close()
            continue
          }
          #expect(throws: JournalError.self, "cut \(number)") { try open(journal) }
        }
      }
    }
  }
}

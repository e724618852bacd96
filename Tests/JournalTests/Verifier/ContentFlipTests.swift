import Foundation
import Journal
import Numerics
import TestSupport
import Testing

/// Single bits, flipped all over what a journal holds: in the header and in the frames of every page, in
/// the identity record, and in what LMDB would follow.
///
/// In processes of their own, which must end well: no flip may crash a verifier or a salvage.
@Suite struct `A flipped bit` {
  private static let seed: UInt64 = 20_26
  private let folder = TemporaryFolder()

  @Test func `in any page is found there, and salvage keeps every page before it`() async throws {
    let journal = try smallJournal(seed: Self.seed, in: folder)
    await #expect(processExitsWith: .success) {
      [journal = journal as String, seed = Self.seed as UInt64] in
      let bench = try SalvageBench(journal, seed: seed)
      var random = SplitMix64(seed: seed)
      for (number, page) in try bench.file.pages().enumerated() {
        let header = page.data.prefix(PageHeader.byteCount)
        let frames = page.data.dropFirst(PageHeader.byteCount)
        for part in [header, header, frames, frames, frames] {
          let flip = Flip.bit(in: part, &random)
          let report = try JournalVerifier.verify(try bench.write(flip))
          #expect(!report.isGood, "seed \(seed), \(flip)")
          // The header's version of the format is covered by its checksum: damaged, not newer.
          #expect(!report.needsNewer, "seed \(seed), \(flip)")
          #expect(report.pages == UInt64(number), "seed \(seed), \(flip)")
          // A page inside a leaf may stand whole in the state before as well.
          let promised = report.salvage?.pageCount ?? 0
          #expect(promised >= number, "seed \(seed), \(flip)")
          if page.flags == 1 { #expect(promised == number, "seed \(seed), \(flip)") }
          #expect(try bench.salvage() ?? 0 == promised, "seed \(seed), \(flip)")
        }
      }
      #expect(bench.kept.count == 5 * bench.pages.count)
    }
  }

  @Test func `of the identity record costs no event`() async throws {
    let journal = try smallJournal(seed: Self.seed, in: folder)
    await #expect(processExitsWith: .success) {
      [journal = journal as String, seed = Self.seed as UInt64] in
      let bench = try SalvageBench(journal, seed: seed)
      var random = SplitMix64(seed: seed)
      for _ in 0..<20 {
        let flip = Flip.bit(in: try bench.file.identity(), &random)
        #expect(Verdict(on: try bench.write(flip)) == .damaged, "seed \(seed), \(flip)")
        #expect(try bench.salvage() == bench.pages.count, "seed \(seed), \(flip)")
      }
    }
  }

  @Test func `of the tree gets a verdict, and salvage makes a sound beginning or nothing`()
    async throws
  {
    let journal = try smallJournal(seed: Self.seed, in: folder)
    await #expect(processExitsWith: .success) {
      [journal = journal as String, seed = Self.seed as UInt64] in
      let bench = try SalvageBench(journal, seed: seed)
      var random = SplitMix64(seed: seed)
      let places = bench.file.structure
      var damaged = 0
      for _ in 0..<150 {
        let place = places[Int(random.next(below: UInt64(places.count)))]
        let flip = Flip(offset: place, change: 1 << UInt8(random.next(below: 8)))
        let verdict = Verdict(on: try bench.write(flip))
        #expect(verdict != .unknown, "seed \(seed), \(flip)")
        guard verdict == .damaged else { continue }
        damaged += 1
        _ = try bench.salvage()
      }
      #expect(damaged > 50, "seed \(seed): \(damaged) found")
      // Most flips leave a way to everything but the last commit.
      let nearlyAll = bench.kept.count { ($0 ?? 0) >= bench.pages.count - 1 }
      #expect(nearlyAll * 10 >= damaged * 6, "seed \(seed), kept of \(damaged): \(bench.kept)")
    }
  }

  @Test func `is no worse than a file that is cut anywhere, or overwritten from anywhere`()
    async throws
  {
    let journal = try smallJournal(seed: Self.seed, in: folder)
    await #expect(processExitsWith: .success) {
      [journal = journal as String, seed = Self.seed as UInt64] in
      let bench = try SalvageBench(journal, seed: seed)
      var random = SplitMix64(seed: seed)
      let all = bench.file.bytes
      for number in 0..<60 {
        let length = Int(random.next(below: UInt64(all.count)))
        var bytes = Array(all.prefix(length))
        if number % 2 == 1 {
          for _ in length..<all.count { bytes.append(UInt8(random.next(below: 256))) }
        }
        let path = try bench.write(DataFile(bytes: bytes))
        // The end of the file may be tree pages that are out of use.
        let verdict = Verdict(on: path)
        #expect(verdict != .unknown, "seed \(seed), \(length) bytes")
        if verdict == .damaged { _ = try bench.salvage() }
      }
      #expect(bench.kept.count > 30, "seed \(seed): \(bench.kept)")
      #expect(bench.kept.contains { $0 != nil }, "seed \(seed): \(bench.kept)")
    }
  }
}

/// Flips a journal, salvages it, and holds what came out against what it was.
private final class SalvageBench {
  let file: DataFile
  let pages: [Page]
  private(set) var kept: [Int?] = []
  private let seed: UInt64
  private let folder = TemporaryFolder()
  private var damaged = ""

  init(_ journal: String, seed: UInt64) throws {
    file = try DataFile(of: journal)
    let log = try LMDBEventLog.openForReading(journal)
    defer { log.close() }
    pages = try log.pages()
    self.seed = seed
  }

  /// - Returns: The folder of the flipped journal.
  func write(_ flip: Flip) throws -> String { try write(flip.applied(to: file)) }

  func write(_ file: DataFile) throws -> String {
    damaged = try file.write("flip", in: folder)
    return damaged
  }

  /// Salvages the last one written; a copy must be sound and a beginning of the original.
  ///
  /// - Returns: How many pages were kept; nil when none could be reached.
  func salvage() throws -> Int? {
    let before = try DataFile(of: damaged).bytes
    let target = folder.path("salvaged")
    defer { try? FileManager.default.removeItem(atPath: target) }
    var count: Int?
    do throws(SalvageError) {
      let report = try JournalSalvage.salvage(damaged, into: target)
      count = report.kept.pageCount
    } catch {
      guard case .nothingReachable = error else { throw error }
      #expect(!folder.contains("salvaged"), "seed \(seed)")
    }
    if count != nil {
      #expect(Verdict(on: target) == .sound, "seed \(seed)")
      let log = try LMDBEventLog.openForReading(target)
      defer { log.close() }
      let copied = try log.pages()
      #expect(copied == Array(pages.prefix(copied.count)), "seed \(seed)")
      #expect(copied.count == count, "seed \(seed)")
    }
    #expect(try DataFile(of: damaged).bytes == before, "seed \(seed)")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: damaged) == ["data.mdb"], "seed \(seed)")
    kept.append(count)
    return count
  }
}

extension Flip {
  /// One bit at a random one of some places.
  fileprivate static func bit(in places: some Collection<Int>, _ random: inout SplitMix64) -> Flip {
    let places = Array(places)
    let offset = places[Int(random.next(below: UInt64(places.count)))]
    return Flip(offset: offset, change: 1 << UInt8(random.next(below: 8)))
  }
}

import Foundation
import Journal
import TestSupport
import Testing

/// 200 random byte flips in a journal of real reducers, whose values stand inside leaves and in overflow
/// runs, each judged by two programs that share no line of code.
@Suite struct `A flipped byte` {
  private static let seed: UInt64 = 62_61
  private static let count = 200

  private let folder = TemporaryFolder()

  /// The name of the first golden journal, and nil for one made here.
  private static let journals: [String?] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: goldenFolder)) ?? []
    let goldens = names.sorted().filter {
      FileManager.default.fileExists(atPath: "\(goldenFolder)/\($0)/data.mdb")
    }
    return [nil] + goldens.prefix(1).map { $0 }
  }()
  private static let goldenFolder = Vectors.packageRoot + "/journal/golden"

  @Test(arguments: journals)
  func `gets one verdict from both verifiers, and is found in every page`(
    golden: String?
  ) async throws {
    let journal =
      try golden.map { "\(Self.goldenFolder)/\($0)" } ?? smallJournal(seed: Self.seed, in: folder)
    let file = try DataFile(of: journal)
    let flips = Flip.random(Self.count, at: file.bytes.indices, seed: Self.seed)
    let pages = try file.pages().map(\.data)
    var found = (inPages: 0, elsewhere: 0, harmless: 0)

    for (flip, ours, python) in try await verdicts(on: flips, of: file) {
      #expect(ours == python, "seed \(Self.seed), \(flip)")
      #expect(ours != .unknown, "seed \(Self.seed), \(flip)")
      let isInPage = pages.contains { $0.contains(flip.offset) }
      if isInPage { #expect(ours == .damaged, "seed \(Self.seed), \(flip)") }
      switch (ours, isInPage) {
      case (.damaged, true): found.inPages += 1
      case (.damaged, false): found.elsewhere += 1
      default: found.harmless += 1
      }
    }
    print("Flips, seed \(Self.seed): \(found)")
    #expect(found.inPages > 50, "seed \(Self.seed)")
    if golden == nil {
      #expect(found.elsewhere > 0 && found.harmless > 0, "seed \(Self.seed)")
    }
  }

  /// In a sealed journal each page is a stream, and its child begins behind it.
  @Test(arguments: [false, true])
  func `gets one verdict from both in a sealed journal and in a child`(isChild: Bool) async throws {
    let sealed = try SealedJournal(seed: Self.seed, in: folder)
    let file = try DataFile(of: isChild ? sealed.child : sealed.parent)
    let named =
      try file.pages().flatMap { Array($0.data) } + file.links()
    let flips =
      Flip.random(30, at: file.bytes.indices, seed: Self.seed)
      + Flip.random(30, at: named, seed: Self.seed)
    for (flip, ours, python) in try await verdicts(on: flips, of: file) {
      #expect(ours == python, "seed \(Self.seed), \(flip)")
      #expect(ours != .unknown, "seed \(Self.seed), \(flip)")
      if named.contains(flip.offset) { #expect(ours == .damaged, "seed \(Self.seed), \(flip)") }
    }
  }

  /// Both verdicts on every flip, eight at a time.
  private func verdicts(
    on flips: [Flip], of file: DataFile
  ) async throws -> [(flip: Flip, ours: Verdict, python: Verdict)] {
    var verdicts: [(Flip, Verdict, Verdict)] = []
    for first in stride(from: 0, to: flips.count, by: 8) {
      try await withThrowingTaskGroup(of: (Flip, Verdict, Verdict).self) { group in
        for (place, flip) in flips[first...].prefix(8).enumerated() {
          let path = try flip.applied(to: file).write("flip-\(place)", in: folder)
          group.addTask { (flip, Verdict(on: path), try await Verdict.byPython(on: path)) }
        }
        for try await verdict in group { verdicts.append(verdict) }
      }
    }
    return verdicts
  }

  /// In a process of its own, which must end well: LMDB trusts its file, so we must not.
  @Test func `never crashes a reader or a writer, nor costs an event`() async throws {
    let journal = try smallJournal(seed: Self.seed, in: folder)
    await #expect(processExitsWith: .success) {
      [journal = journal as String, seed = Self.seed as UInt64, count = Self.count as Int] in
      let file = try DataFile(of: journal)
      let before = try JournalVerifier.verify(journal)
      let folder = TemporaryFolder()
      // Anywhere, and then where it hurts.
      let flips =
        Flip.random(count, at: file.bytes.indices, seed: seed)
        + Flip.random(2 * count, at: file.structure, seed: seed)
      for (number, flip) in flips.enumerated() {
        let flipped = flip.applied(to: file)
        let path = try flipped.write("flip-\(number)", in: folder)
        let isSound = Verdict(on: path) == .sound
        let opened = openAndAppend(path)
        if (try? flipped.pages()) == nil { #expect(!opened, "seed \(seed), \(flip)") }
        guard isSound else { continue }
        // What neither verifier minds must go on as if nothing had happened.
        #expect(opened, "seed \(seed), \(flip)")
        let after = try JournalVerifier.verify(path)
        #expect(after.isGood, "seed \(seed), \(flip): \(after.problem ?? "")")
        #expect(after.events == before.events + 60, "seed \(seed), \(flip)")
      }
    }
  }

  /// What LMDB looks at first.
  @Test func `never passes where a rule names a value of the meta page`() throws {
    let file = try DataFile(of: try smallJournal(seed: Self.seed, in: folder))
    // Number, flags, magic, version; the free list's record; the main database's but its pad.
    let named = [0..<8, 10..<12, 16..<24, 40..<88, 92..<136, 144..<152].joined()
    for offset in named {
      let newest = file.newestMetaPage + offset
      let path = try Flip(offset: newest, change: 0x21).applied(to: file).write("meta", in: folder)
      #expect(Verdict(on: path) == .damaged, "byte \(offset)")
    }
  }
}

/// Reads a journal whole, then appends 60 events in 20 commits; false when it was refused.
private func openAndAppend(_ path: String) -> Bool {
  do {
    let reader = try LMDBEventLog.openForReading(path)
    let pages = try reader.pages()
    reader.close()
    let log = try LMDBEventLog.forTests(path)
    defer { log.close() }
    #expect(try log.pages() == pages)
    let scribe = try Scribe(resuming: log)
    for _ in 0..<20 {
      scribe.write(quotes: 3)
      try scribe.commit()
    }
    return true
  } catch {
    return false
  }
}

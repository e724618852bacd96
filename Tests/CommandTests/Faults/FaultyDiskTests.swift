import Foundation
import TestSupport
import Testing

/// At each write and each sync of a run in turn, on a real journal below LMDB.
@Suite struct `A disk that` {
  private let work = Workplace()
  private var disk: FaultyDisk { FaultyDisk(work: work) }

  @Test(arguments: ["eio", "full"])
  func `refuses a write stops the run, which acknowledged nothing that is not there`(
    kind: String
  ) async throws {
    try await work.sample(40)
    for place in 1...(try await disk.counts().writes) {
      try await expectStop("\(kind):\(place)")
    }
  }

  @Test func `fails a sync stops the run too`() async throws {
    try await work.sample(40)
    for place in 1...(try await disk.counts().syncs) {
      try await expectStop("sync-eio:\(place)")
    }
  }

  /// The run says it, marks FAULT and takes nothing more, though the disk may work again; the journal is
  /// sound and ends where the run said; the next run tells and records the fault, and ends as if there had
  /// been none.
  private func expectStop(_ fault: String) async throws {
    let run = try await disk.run(fault, into: "a")
    #expect(run.status == 2, "\(fault)")
    let safe = run.err.split(separator: "Everything up to event ").dropFirst().first.flatMap {
      Int64($0.prefix { $0.isNumber })
    }
    // Before the first commit there is no journal yet that could be marked.
    let isMarked = work.folder.contains("a/FAULT")
    if isMarked {
      #expect(
        run.err.hasPrefix("retrace: Writing the journal at a failed: "), "\(fault): \(run.err)")
      let audit = try await work.retrace("audit", "verify", "a", "--json")
      #expect(audit.status == 0, "\(fault): \(audit.out)")
      #expect(try audit.json()["events"].integer() == safe, "\(fault)")
      #expect(try audit.json()["fault_file"].text().hasPrefix("A commit failed: "), "\(fault)")
      #expect(try await work.python("a").status == 0, "\(fault)")
    } else {
      #expect(safe ?? 0 == 0, "\(fault): \(run.err)")
    }
    let next = try await work.retrace("run", "--feed", "ticks", "--journal", "a")
    #expect(next.status == 0, "\(fault): \(next.err)")
    #expect(
      next.out.hasPrefix("WARNING: a/FAULT exists: A commit failed: ") == isMarked, "\(fault)")
    let opening = try #require(try await work.events("a", kind: "node.run-started").last)
    #expect(opening["body"]["fault"].isNull != isMarked, "\(fault)")
    try await expectUnbroken("a", after: fault)
  }

  @Test func `lies about a sync loses the tail, which a kept head shows`() async throws {
    try await work.sample(40)
    let syncs = try await disk.counts().syncs
    var heldEvents = 0
    for place in 1...syncs {
      let fault = "lie:\(place)"
      #expect(try await disk.run(fault, into: "a").status == 0, "\(fault)")
      let head = String(try await work.retrace("audit", "head", "a").out.dropLast())
      // The power is cut: what the disk really had is what the sync found.
      let data = try Data(contentsOf: URL(filePath: work.folder.path("a/data.mdb.kept")))
      try FileManager.default.removeItem(atPath: work.folder.path("a"))
      try work.folder.write("a/data.mdb", data)

      let audit = try await work.retrace("audit", "verify", "a", "--head", head, "--json")
      #expect(audit.status == 1, "\(fault)")
      #expect(try await work.python("a", head: head).status == 1, "\(fault)")
      if try await work.retrace("audit", "verify", "a").status == 0 {
        #expect(try audit.json()["fault"].text().hasSuffix("its tail was cut"), "\(fault)")
        #expect(try await isSound("a", in: work), "\(fault)")
        heldEvents += 1
      }
      // The feed is read again from the last row that is there.
      let next = try await work.retrace("run", "--feed", "ticks", "--journal", "a")
      #expect(next.status == 0, "\(fault): \(next.err)")
      try await expectUnbroken("a", after: fault)
    }
    #expect(heldEvents >= 3 && heldEvents < syncs)
  }

  @Test(arguments: ["tear", "stale"])
  func `stores half a write or none of it, and says otherwise, is found at the next opening`(
    kind: String
  ) async throws {
    try await work.sample(40)
    let all = try await disk.counts()
    let events = try await work.statistics("counted")["events"]
    var found = 0
    for place in 1...all.writes {
      let fault = "\(kind):\(place)"
      // What the disk says is all that LMDB has: the run may end well, be refused, or be ended by LMDB.
      let run = try await disk.run(fault, into: "a")
      #expect(run.status == 0 || run.status == 2 || run.status == -SIGABRT, "\(fault): \(run.err)")
      let audit = try await work.retrace("audit", "verify", "a", "--json")
      #expect(try await work.python("a").status == audit.status, "\(fault)")
      if audit.status == 0 {
        // The lost write was the last one, or another took its place: an earlier state, whole.
        #expect(try audit.json()["events"].integer() <= events.integer(), "\(fault)")
        #expect(try await work.retrace("run", "--feed", "ticks", "--journal", "a").status == 0)
        try await expectUnbroken("a", after: fault)
        continue
      }
      found += 1
      if audit.status == 2 {
        // The birth failed, or LMDB ended the process: nothing is there, or no journal yet.
        #expect(
          work.folder.contains("a/UNFINISHED") || !work.folder.contains("a"), "\(fault)")
        #expect(try await work.retrace("run", "--feed", "ticks", "--journal", "a").status == 0)
        try await expectUnbroken("a", after: fault)
        continue
      }
      #expect(audit.status == 1, "\(fault)")
      try await expectRefusalAndSalvage(try audit.json(), after: fault)
    }
    #expect(found >= 5, "\(found) of \(all.writes)")
  }

  /// A run refuses the journal and changes nothing, or goes on with a birth that was interrupted; what
  /// salvage can reach is sound, and a run goes on from it.
  private func expectRefusalAndSalvage(_ audit: VectorValue, after fault: String) async throws {
    let salvage = try await work.retrace("journal", "salvage", "a", "--into", "b", "--json")
    defer { try? FileManager.default.removeItem(atPath: work.folder.path("b")) }
    #expect(salvage.status == (try audit["salvage_events"].integer() > 0 ? 0 : 1), "\(fault)")
    if salvage.status == 0 {
      #expect(try salvage.json()["events"] == audit["salvage_events"], "\(fault)")
      #expect(try await work.python("b").status == 0, "\(fault)")
      let next = try await work.retrace("run", "--feed", "ticks", "--journal", "b")
      #expect(next.status == 0, "\(fault): \(next.err)")
      try await expectUnbroken("b", after: fault)
    }
    let before = try Data(contentsOf: URL(filePath: work.folder.path("a/data.mdb")))
    let run = try await work.retrace("run", "--feed", "ticks", "--journal", "a")
    if run.status == 0 {
      #expect(audit["events"] == .integer(0), "\(fault)")
      try await expectUnbroken("a", after: fault)
    } else {
      #expect(run.status == 2 && run.out.isEmpty, "\(fault)")
      #expect(run.err.contains("othing") && run.err.contains("changed"), "\(fault): \(run.err)")
      let after = try Data(contentsOf: URL(filePath: work.folder.path("a/data.mdb")))
      #expect(after == before, "\(fault)")
    }
  }

  /// The journal holds what an unbroken run of the feed would, and replays as identical.
  private func expectUnbroken(_ journal: String, after fault: String) async throws {
    let audit = try await work.retrace("audit", "verify", journal, "--json").json()
    let unbroken = try await work.retrace("audit", "verify", "counted", "--json").json()
    #expect(audit["content_digest"] == unbroken["content_digest"], "\(fault)")
    #expect(try await isSound(journal, in: work), "\(fault)")
  }
}

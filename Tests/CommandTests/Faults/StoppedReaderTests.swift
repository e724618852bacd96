import CLMDB
import Foundation
import TestSupport
import Testing

/// A process that holds a reading transaction open while a journal goes on.
@Suite struct `A reader that is stopped` {
  private let work = Workplace()

  /// A transaction of this process, for as long as the object lives.
  private final class Reader {
    private var environment: OpaquePointer?
    private var transaction: OpaquePointer?

    init(_ path: String) throws {
      mdb_env_create(&environment)
      mdb_env_set_maxdbs(environment, 8)
      mdb_env_set_mapsize(environment, 1 << 30)
      guard mdb_env_open(environment, path, UInt32(MDB_RDONLY | MDB_NOTLS), 0o644) == 0,
        mdb_txn_begin(environment, nil, UInt32(MDB_RDONLY), &transaction) == 0
      else { throw VectorMismatch("the reader cannot begin") }
    }

    deinit {
      mdb_txn_abort(transaction)
      mdb_env_close(environment)
    }
  }

  @Test func `inside its transaction is named by run, status and doctor`() async throws {
    try await work.sample(600)
    let first = try await work.retrace(
      "run", "--feed", "ticks", "--journal", "a", "--to", "2024-01-08T00:02:00Z")
    #expect(first.status == 0, "\(first.err)")
    let quiet = try await work.retrace("status", "a", "--json").json()
    #expect(quiet["oldest_reader"].isNull)

    let reader = try Reader(work.folder.path("a"))
    // By the clock of the run, which goes on behind it, the reader is old.
    try work.folder.write("clock", "\(Int(Date().timeIntervalSince1970) - 3_600)")
    let environment = [
      "LD_PRELOAD": try FaultyDisk.library, "RETRACE_CLOCK_FILE": work.folder.path("clock"),
    ]
    let then = try await Program.retrace.run(
      ["run", "--feed", "ticks", "--journal", "a", "--to", "2024-01-08T00:04:00Z"],
      environment: environment, in: work.folder.path)
    #expect(then.status == 0, "\(then.err)")
    let run = try await work.retrace("run", "--feed", "ticks", "--journal", "a")
    let words = "process \(getpid())"
    #expect(run.out.contains("WARNING: \(words)"), "\(run.out)")
    #expect(run.out.contains("pages cannot be used again while it does"))

    let status = try await work.retrace("status", "a")
    #expect(status.out.contains("WARNING     \(words)"), "\(status.out)")
    let told = try await work.retrace("status", "a", "--json").json()["oldest_reader"]
    #expect(try told["process"].integer() == Int64(getpid()) && !told["command"].text().isEmpty)
    #expect(try told["seconds"].integer() > 3_000 && told["held_pages"].integer() > 0)
    let doctor = try await work.retrace("doctor", "a")
    #expect(doctor.status == 1 && doctor.out.contains("BAD  readers"), "\(doctor.out)")
    withExtendedLifetime(reader) {}
  }
}

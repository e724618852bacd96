import Foundation
import TestSupport
import Testing

@Suite struct `The doctor` {
  private let work = Workplace()
  private static let ofMachine = ["address_space", "clock", "disk", "open_files"]

  @Test func `looks at the machine where no journal is named`() async throws {
    let told = try await work.retrace("doctor", "--json")
    #expect(told.err.isEmpty)
    let checks = try told.json().object()
    #expect(Set(checks.keys) == Set(Self.ofMachine + ["ok"]))
    let areGood = try Self.ofMachine.map { try checks[$0]?["ok"].flag() ?? false }
    #expect(checks["ok"] == .flag(!areGood.contains(false)))
    #expect(told.status == (areGood.contains(false) ? 1 : 0))
    let text = try await work.retrace("doctor").out.split(separator: "\n")
    #expect(text.count == 4)
    for (line, isGood) in zip(text, areGood) { #expect(line.hasPrefix(isGood ? "ok   " : "BAD  ")) }
    #expect(!work.folder.contains("journal"))
  }

  @Test func `finds a sound journal of these rules well`() async throws {
    try await work.sample()
    let run = try await work.record(in: "a")
    let checks = try await work.retrace("doctor", "a", "--json").json()
    for name in ["fault", "writer", "bytes", "rules", "growth"] {
      #expect(try checks[name]["ok"].flag(), "\(name)")
    }
    let events = grouped(try run["events"].integer())
    #expect(checks["bytes"]["finding"] == .text("\(events) events are sound"))
    #expect(checks["writer"]["finding"] == .text("nobody is writing"))
    #expect(try checks["rules"]["finding"].text().hasSuffix("replay is a proof"))
    #expect(checks["synthetic"].isNull)
  }

  @Test func `says first that the quotes of a journal are synthetic`() async throws {
    try await work.demo(1, in: "a")
    let told = try await work.retrace("doctor", "a").out
    #expect(told.hasPrefix(Workplace.synthetic))
    #expect(told.split(separator: "\n").count == 11)
    let json = try await work.retrace("doctor", "a", "--json").json()
    #expect(json["synthetic"][0] == .text("synthetic market, seed 1, days 1"))
  }

  @Test func `finds damage, and says what to do`() async throws {
    try await work.sample()
    try await work.record(in: "a")
    _ = try await work.shell(
      "printf damage | dd of=a/data.mdb bs=1 seek=$(($(stat -c %s a/data.mdb) / 2)) conv=notrunc")
    let told = try await work.retrace("doctor", "a")
    #expect(told.status == 1)
    let bad = told.out.split(separator: "\n").filter { $0.contains("  bytes  ") }
    #expect(bad.count == 1 && bad[0].hasPrefix("BAD ") && bad[0].hasSuffix("audit verify a`."))
    let json = try await work.retrace("doctor", "a", "--json").json()
    #expect(json["ok"] == .flag(false) && json["bytes"]["ok"] == .flag(false))
  }

  @Test func `finds a FAULT file, and says what to do`() async throws {
    try await work.sample(50)
    try await work.record(in: "a")
    try work.folder.write("a/FAULT", "A commit failed: no actor.\n")
    let told = try await work.retrace("doctor", "a", "--json")
    #expect(told.status == 1)
    #expect(
      try told.json()["fault"]["finding"]
        == .text(
          "A commit failed: no actor. Verify the journal, mend the cause, remove a/FAULT."))
  }

  @Test func `names the writer of a journal, which is no fault`() async throws {
    try await work.bursts()
    let run = try await work.startRun(through: 1, in: "a")
    let checks = try await work.retrace("doctor", "a", "--json").json()
    #expect(checks["writer"]["finding"] == .text("process \(run.processID) is writing"))
    #expect(checks["writer"]["ok"] == .flag(true) && checks["bytes"]["ok"] == .flag(true))
    run.signal(SIGTERM)
    #expect(try await run.end().status == 3)
  }

  @Test(arguments: [
    ("ulimit -n 100", "BAD  open files     only 100 are allowed: raise the limit (ulimit -n)"),
    (
      "ulimit -v 8000000",
      "BAD  address space  only 4 GiB can be reserved: raise the limit of virtual memory (ulimit -v)"
    ),
  ])
  func `finds a machine too narrow, and says what to do`(
    limit: String, emitted: String
  ) async throws {
    let told = try await work.shell("\(limit); exec $RETRACE doctor")
    #expect(told.status == 1)
    #expect(told.out.split(separator: "\n").contains { $0 == emitted }, "\(told.out)")
  }

  @Test(arguments: [["nowhere"], ["a", "b"]])
  func `cannot look at what is not there`(words: [String]) async throws {
    let refused = try await Program.retrace.run(["doctor"] + words, in: work.folder.path)
    #expect(refused.status == 2 && refused.out.isEmpty)
    #expect(refused.err.contains("Nothing was"))
  }
}

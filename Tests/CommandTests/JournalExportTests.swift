import TestSupport
import Testing

@Suite struct `An export` {
  private let work = Workplace()

  private func export(_ words: String...) async throws -> Program.Outcome {
    try await Program.retrace.run(["journal", "export", "a"] + words, in: work.folder.path)
  }

  @Test func `as CSV has the columns of the schema, and the numbers of a dump`() async throws {
    try await work.sample()
    try await work.record(in: "a")
    let kind = "ingest.candle-closed"
    let table = try await export("--format", "csv", "--kind", kind)
    #expect(table.status == 0 && table.err.isEmpty)
    let rows = table.out.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map { String($0) }
    }
    let fields =
      "open_at,bar_seconds,side,open,high,low,close,volume,open_bid,open_ask,close_bid,close_ask"
    #expect(rows[0].joined(separator: ",") == "seq,at,occurred_at,instrument," + fields)
    let events = try await work.events("a", kind: kind)
    #expect(rows.count == events.count + 1)
    for (row, event) in zip(rows.dropFirst(), events) {
      let arena = [event["at"], .text(""), event["instrument"], event["body"]["open_at"]]
      #expect(row[0] == "\(try event["seq"].integer())")
      #expect(try Array(row[1...4]) == arena.map { try $0.text() })
      #expect(row[5] == "60" && row[6] == "mid")
      for (column, name) in ["open", "high", "low", "close"].enumerated() {
        #expect(Double(row[7 + column]) == (try event["body"][name].number()))
      }
      #expect(row[11] == "\(try event["body"]["volume"].integer())")
    }
  }

  /// Python's reader of tables is the one that most people will use.
  @Test(arguments: SchemaFile.all)
  func `as CSV of any kind is a table that Python reads`(file: SchemaFile) async throws {
    try work.golden("demo-7", as: "a")
    let kind = try file.schema["name"].text()
    let read = try await work.shell(
      """
      "$RETRACE" journal export a --format csv --kind \(kind) 2>/dev/null | python3 -c '
      import csv, sys
      rows = list(csv.reader(sys.stdin))
      print(",".join(rows[0]))
      print(len(rows) - 1, len({len(row) for row in rows}))'
      """)
    let lines = read.out.split(separator: "\n")
    let fields = try file.schema["fields"].list().map { try $0["name"].text() }
    let columns = ["seq", "at", "occurred_at", "instrument"] + fields.filter { $0 != "instrument" }
    #expect(lines.first.map(String.init) == columns.joined(separator: ","))
    let count = try await work.statistics("a")["kinds"][kind]
    #expect(lines.last == "\(count.isNull ? 0 : try count.integer()) 1")
  }

  @Test func `as JSON Lines is what a dump prints, and Python reads each`() async throws {
    try await work.sample()
    let run = try await work.record(in: "a")
    let lines = try await export()
    #expect(lines.status == 0 && lines.err.isEmpty)
    #expect(lines.out == (try await work.retrace("journal", "dump", "a").out))
    let read = try await work.shell(
      """
      "$RETRACE" journal export a | python3 -c '
      import json, sys
      print([json.loads(line)["seq"] for line in sys.stdin] == list(range(1, 1 + int(sys.argv[1]))))
      ' \(try run["events"].integer())
      """)
    #expect(read.out == "True\n", "\(read.err)")
  }

  @Test func `of a range has its ends and what is between`() async throws {
    try await work.sample(50)
    try await work.record(in: "a")
    let lines = try await export("--from", "10", "--to", "12").jsonLines()
    #expect(lines.map { $0["seq"] } == [.integer(10), .integer(11), .integer(12)])
    #expect(try await export("--from", "5000").out.isEmpty)
    let table = try await export(
      "--from", "5000", "--format", "csv", "--kind", "feed.tick-received")
    #expect(table.status == 0 && table.out.hasPrefix("seq,at,occurred_at,instrument,bid,ask,"))
  }

  @Test func `into a file is that to standard output, and leaves an old file alone`() async throws {
    try await work.sample(50)
    try await work.record(in: "a")
    let written = try await export("--output", "out.jsonl", "--to", "20")
    #expect(written.status == 0 && written.out.isEmpty && written.err.isEmpty)
    let text = try work.folder.text(of: "out.jsonl")
    #expect(text == (try await export("--to", "20").out))
    let refused = try await export("--output", "out.jsonl")
    #expect(refused.status == 2 && refused.out.isEmpty)
    #expect(
      refused.err
        == "retrace: out.jsonl is there already. It was left as it was. Name a new file.\n")
    #expect(try work.folder.text(of: "out.jsonl") == text)
    #expect(!work.folder.contains("out.jsonl.part"))
  }

  @Test func `of synthetic quotes says so beside the rows, not among them`() async throws {
    try await work.demo(1, in: "a")
    for words in [["--format", "csv", "--kind", "feed.tick-received"], []] {
      let told = try await Program.retrace.run(
        ["journal", "export", "a"] + words, in: work.folder.path)
      #expect(told.status == 0 && told.err == Workplace.synthetic)
      #expect(!told.out.contains("SYNTHETIC"))
    }
    let dump = try await work.retrace("journal", "dump", "a", "--to", "30")
    #expect(dump.err == Workplace.synthetic)
    #expect(try dump.jsonLines().count == 30)
  }

  @Test func `into a full disk is an error that says so`() async throws {
    try await work.sample(50)
    try await work.record(in: "a")
    let full = try await work.shell("$RETRACE journal export a > /dev/full")
    #expect(full.status == 2)
    #expect(
      full.err.hasPrefix(
        "retrace: standard output could not be written: No space left on device."))
  }

  @Test(arguments: [
    (["--format", "csv"], "CSV has one kind of row: name it with --kind"),
    (["--format", "xml"], "--format is jsonl or csv"),
    (["--kind", "trade"], "There is no kind `trade`. Known: node."),
    (["--from", "5", "--to", "4"], "--to is before --from"),
    (["--output", "no/such/folder"], "Cannot write no/such/folder"),
  ])
  func `that makes no sense is refused`(words: [String], emitted: String) async throws {
    try await work.sample(20)
    try await work.record(in: "a")
    let refused = try await Program.retrace.run(
      ["journal", "export", "a"] + words, in: work.folder.path)
    #expect(refused.status == 2 && refused.out.isEmpty)
    #expect(refused.err.hasPrefix("retrace: \(emitted)"), "\(refused.err)")
  }
}

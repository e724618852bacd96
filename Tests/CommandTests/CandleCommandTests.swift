import Foundation
import TestSupport
import Testing

@Suite struct `Running candles` {
  private let place = CandleWorkplace()

  private static let oneSided = "ts_ms,o,h,l,c\n0,1.1,1.2,1.0,1.1\n60000,1.1,1.2,1.0,1.15\n"
  private static let twoSided =
    "ts_ms,bo,bh,bl,bc,ao,ah,al,ac\n"
    + "0,1.1,1.2,1.0,1.1,1.2,1.3,1.1,1.2\n60000,1.1,1.2,1.0,1.1,1.2,1.3,1.1,1.2\n"

  @Test func `says first that there are no quotes`() async throws {
    try place.write("EUR_USD.csv", Self.oneSided)
    let run = try await place.retrace("run", "--feed", ".", "--granularity", "M1", "--journal", "j")
    #expect(run.status == 0)
    let lines = run.out.split(separator: "\n")
    #expect(
      lines.first
        == "No quotes: one-sided candles, no --spread. M1 candles: EUR_USD bid.")
    #expect(lines.dropFirst().first?.hasPrefix("Recorded 2 inputs in j (done") == true)
  }

  @Test func `says first what was read, instruments of one kind together`() async throws {
    for name in ["EUR_USD", "USD_JPY", "GBP_USD"] { try place.write("\(name).csv", Self.oneSided) }
    try place.write("AUD_USD.csv", Self.twoSided)
    let run = try await place.retrace(
      "run", "--feed", ".", "--granularity", "M1", "--journal", "j", "--spread", "EUR_USD=1.2",
      "--spread", "USD_JPY=1.2")
    #expect(run.status == 0)
    #expect(
      run.out.split(separator: "\n").first == """
        No quotes for GBP_USD: one-sided candles, no --spread. M1 candles: EUR_USD, USD_JPY bid, \
        spread 1.2 pips; GBP_USD bid; AUD_USD mid, own spread.
        """)
    #expect(run.out.contains("Recorded 20 inputs"))
  }

  @Test func `says nothing of candles on ticks`() async throws {
    try place.write("EUR_USD.csv", "ts_ns,bid,ask\n1,1.1,1.2\n")
    let run = try await place.retrace("run", "--feed", ".", "--journal", "j")
    #expect(run.status == 0)
    #expect(run.out.hasPrefix("Recorded 1 inputs in j"))
    let more = try await place.retrace("run", "--feed", ".", "--journal", "j", "--json")
    #expect(more.out.contains("\"read\":{\"source\":\"ticks\"}"))
  }

  @Test func `tells programs what was read`() async throws {
    try place.write("EUR_USD.csv", Self.oneSided)
    try place.write("AUD_USD.csv", Self.twoSided)
    let run = try await place.retrace(
      "run", "--feed", ".", "--granularity", "M1", "--journal", "j", "--spread=EUR_USD=12",
      "--side",
      "ask", "--json")
    #expect(run.status == 0)
    #expect(
      run.out.contains(
        """
        "read":{"source":"candles","granularity":"M1","instruments":[\
        {"instrument":"EUR_USD","side":"ask","quotes":"spread","spread_pips":12.0},\
        {"instrument":"AUD_USD","side":"ask","quotes":"own","spread_pips":null}]}
        """))
  }

  @Test func `takes a journal's rows as rows`() async throws {
    try place.write("EUR_USD.csv", Self.oneSided)
    _ = try await place.retrace("run", "--feed", ".", "--granularity", "M1", "--journal", "j")
    let stat = try await place.retrace("journal", "stat", "j")
    #expect(stat.out.contains("EUR_USD, 2 rows of"))
  }

  @Test(arguments: [
    ["--side", "both"], ["--side", "BID"], ["--granularity", "M2"], ["--granularity", "m1"],
    ["--spread", "EUR_USD"], ["--spread", "EUR_USD=0"], ["--spread", "EUR_USD=0.0"],
    ["--spread", "EUR_USD=-1"], ["--spread", "EUR_USD=1.25"], ["--spread", "EUR_USD=1."],
    ["--spread", "EUR_USD=.5"], ["--spread", "EUR_USD=1000.1"], ["--spread", "EURUSD=1"],
    ["--spread", "EUR_USD=1", "--spread", "EUR_USD=2"], ["--spread", "EUR_USD=1e2"],
    ["--spread", "EUR_USD=1=2"], ["--spread", "EUR_USD=99999999999999999999"],
  ])
  func `refuses words it does not know, before anything is done`(words: [String]) async throws {
    try place.write("EUR_USD.csv", Self.oneSided)
    let run = try await place.retrace(["run", "--feed", ".", "--journal", "j"] + words)
    #expect(run.status == 2)
    #expect(run.err.contains("Nothing was done."))
    #expect(!FileManager.default.fileExists(atPath: place.path("j")))
  }

  @Test func `refuses files that do not go together, before anything is recorded`() async throws {
    try place.write("EUR_USD.csv", Self.oneSided)
    let short = try await place.retrace("run", "--feed", ".", "--journal", "j")
    #expect(short.status == 2)
    #expect(short.err.contains("2 rows with a stamp") && short.err.contains("--granularity M1"))
    try place.write("USD_JPY.csv", "ts_ns,bid,ask\n1,144,145\n")
    let mixed = try await place.retrace("run", "--feed", ".", "--journal", "j")
    #expect(mixed.status == 2)
    #expect(mixed.err.contains("holds ticks"))
    #expect(!FileManager.default.fileExists(atPath: place.path("j")))
  }
}

/// A folder of its own, and our program started in it.
private final class CandleWorkplace: Sendable {
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("candle-commands-\(UUID().uuidString)")

  init() {
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      Issue.record(error, "no folder")
    }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func path(_ name: String) -> String { folder.appending(path: name).path(percentEncoded: false) }

  func write(_ name: String, _ text: String) throws {
    try Data(text.utf8).write(to: folder.appending(path: name))
  }

  func retrace(_ words: String...) async throws -> Program.Outcome {
    try await retrace(words)
  }

  func retrace(_ words: [String]) async throws -> Program.Outcome {
    try await Program.retrace.run(words, in: path("."))
  }
}

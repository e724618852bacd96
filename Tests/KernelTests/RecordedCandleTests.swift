import Kernel
import Market
import Numerics
import TestSupport
import Testing

private let vectorFile = "kernel/v1-candles-real.json"

/// Recorded minutes. Their prices are not part of this repository.
@Suite(.enabled(if: Vectors.hasRecordedWithInput(vectorFile)))
struct `Recorded candles of the vectors` {
  private let vectors: VectorValue
  private let results: [(CandleInput, CandleResult)]
  /// The day counters as they stood after the last candle of each UTC date.
  private let days: [DayCounters]

  init() throws {
    vectors = try Vectors.readRecorded(vectorFile)
    var kernel = InstrumentKernel()
    var results: [(CandleInput, CandleResult)] = []
    var days: [DayCounters] = []
    for row in try Vectors.readInput(of: vectorFile)["rows"].list() {
      let candle = try CandleInput(row)
      results.append((candle, kernel.apply(candle)))
      if days.last?.day == kernel.day.day { days.removeLast() }
      days.append(kernel.day)
    }
    self.results = results
    self.days = days
  }

  @Test func `give the digests of every chunk and of the whole`() throws {
    let lines = results.map { $0.1.line(openMilliseconds: $0.0.openMilliseconds) }
    #expect(
      Array(lines.prefix(3)) == (try vectors["first_lines"].list().prefix(3).map { try $0.text() }))
    let whole = lines.joined(separator: "\n") + "\n"
    #expect(SHA256.digest(of: Array(whole.utf8)).hex == (try vectors["all_sha256"].text()))

    let chunks = stride(from: 0, to: lines.count, by: 240).map { start in
      let chunk = lines[start..<min(start + 240, lines.count)].joined(separator: "\n") + "\n"
      return SHA256.digest(of: Array(chunk.utf8)).hex
    }
    #expect(chunks == (try vectors["chunk_sha256"].list().map { try $0.text() }))
  }

  @Test func `give every field of the selected rows`() throws {
    for selected in try vectors["selected"].list() {
      let row = Int(try selected["row"].integer())
      let expected = try selected.object()
      for (field, value) in fields(of: results[row].1) {
        #expect(expected[field] == value, "row \(row), \(field)")
      }
      let candle = results[row].0
      #expect(expected["open_ms"] == .integer(candle.openMilliseconds))
    }
  }

  @Test func `give the counters of each day`() throws {
    let documents = try vectors["documents"].list()
    #expect(documents.count == days.count)
    for (document, day) in zip(documents, days) {
      let date = try document["date"].text()
      let ages = 1...HazardTable.oldestAge
      let n = ages.map { day.hazards.met(atAge: $0) }
      let d = ages.map { day.hazards.ended(atAge: $0) }
      #expect(n == (try document["hazard"]["n"].integers()), "\(date)")
      #expect(d == (try document["hazard"]["d"].integers()), "\(date)")
      let coefficients = document["coeffs"]
      #expect(decimal(day.lambda.micros, places: 6) == (try coefficients["lambda"].text()))
      #expect(decimal(day.sigmaPpb, places: 9) == (try coefficients["sigma_eff"].text()))
    }
  }

  /// A number of the last decimal place, none of these being 1 or more.
  private func decimal(_ count: Int64, places: Int) -> String {
    let digits = "\(count)"
    return "0." + String(repeating: "0", count: places - digits.count) + digits
  }

  private func fields(of result: CandleResult) -> [String: VectorValue] {
    let window = result.window
    return [
      "step": .text(result.step.word),
      "bits": result.symbolWord.map { .text($0) } ?? .null,
      "pin": .text(Hex.text(of: result.pin.bits)),
      "older": .integer(Int64(result.pin.older)),
      "link": .text(Hex.text(of: result.pin.link)),
      "fill": .integer(Int64(result.pin.fill)),
      "pairs": .integer(Int64(window.counts.pairs)),
      "null_count": .integer(Int64(window.counts.nullCount)),
      "flip_count": .integer(Int64(window.counts.flipCount)),
      "overlap_count": .integer(Int64(window.counts.overlapCount)),
      "n01": .integer(Int64(window.counts.n01)),
      "n10": .integer(Int64(window.counts.n10)),
      "bias": .integer(window.bias.micros),
      "coherence": .integer(window.coherence.micros),
      "stability": .integer(window.stability.micros),
      "entropy": .integer(window.entropy.micros),
      "evidence_q32": .integer(window.evidenceQ32),
      "evidence_mbits": .integer(window.evidenceMbits),
      "rupture": .integer(window.rupture.micros),
      "rupture_defined": .flag(window.ruptureDefined),
      "run_age": .integer(Int64(window.runAge)),
      "ready": .flag(window.ready),
      "lambda_hazard": .integer(result.hazard.micros),
      "sigma_eff_ppb": .integer(result.sigmaPpb),
      "state": .text(result.state.word),
      "generation": .integer(result.generation),
      "band": .text(result.band.word),
      "triad": .object([
        "ready": .flag(result.triad.ready),
        "stability": .integer(result.triad.stability.micros),
        "coherence": .integer(result.triad.coherence.micros),
        "entropy": .integer(result.triad.entropy.micros),
      ]),
    ]
  }
}

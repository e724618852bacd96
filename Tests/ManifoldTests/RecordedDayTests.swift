import Events
import Manifold
import Market
import Numerics
import TestSupport
import Testing

private let vectorFile = "kernel/v1-candles-real.json"

/// Recorded minutes. Their prices are not part of this repository.
@Suite(.enabled(if: Vectors.hasRecordedWithInput(vectorFile)))
struct `Recorded candles of the vectors` {
  private let vectors: VectorValue
  private let run: MarketRun

  init() throws {
    vectors = try Vectors.readRecorded(vectorFile)
    run = MarketRun()
    run.apply(try Vectors.readInput(of: vectorFile)["rows"].list().map { try Bar($0) })
  }

  @Test func `give the documents of their days byte for byte`() throws {
    var documents = try run.closedDays().map { $0.1 }
    documents.append(try #require(run.openDocument()))
    let expected = try vectors["documents"].list()
    #expect(documents.count == expected.count)
    for (document, vector) in zip(documents, expected) {
      let date = try vector["date"].text()
      #expect(document.day.date == date)
      #expect(document.isComplete == (try vector["complete"].flag()))
      #expect(SHA256.digest(of: document.text).hex == (try vector["sha256"].text()), "\(date)")
      #expect(Int64(document.text.count) == (try vector["bytes"].integer()), "\(date)")
      #expect(Int64(document.signals.count) == (try vector["signals"].integer()), "\(date)")
      guard !vector["canonical_text"].isNull else { continue }
      #expect(
        String(decoding: document.text, as: UTF8.self) == (try vector["canonical_text"].text()))
    }
  }

  @Test func `give days whose events carry the digest of that text`() throws {
    let days = try run.closedDays()
    // The last day of the vector is still open.
    let expected = try vectors["documents"].list().dropLast()
    #expect(days.count == expected.count)
    for ((closed, document), vector) in zip(days, expected) {
      #expect(closed.textSha256 == SHA256.digest(of: document.text))
      #expect(closed.textBytes == Int64(document.text.count))
      #expect(closed.complete == (try vector["complete"].flag()))
    }
  }

  @Test func `give a signal in the selected rows that have one, and none in the others`() throws {
    let signals = try run.signals()
    for selected in try vectors["selected"].list() {
      let asOf = try selected["as_of_ms"].integer() * nanosecondsPerMillisecond
      let found = signals.first { $0.facts.asOf.nanoseconds == asOf }
      #expect((found == nil) == selected["signal"].isNull, "row \(selected["row"])")
      guard let found, !selected["signal"].isNull else { continue }
      let expected = selected["signal"]
      #expect(found.signature.text == (try expected["signature"].text()))
      #expect(found.facts.count1h == (try expected["count_1h"].integer()))
      #expect(found.facts.echoCount == (try expected["echo_count"].integer()))
      #expect(
        found.facts.firstSeen.nanoseconds
          == (try expected["first_seen_ms"].integer()) * nanosecondsPerMillisecond)
      #expect(found.facts.evidenceMbits == (try selected["evidence_mbits"].integer()))
      #expect(Hex.text(of: found.facts.pin) == (try selected["pin"].text()))
    }
  }

  @Test func `give the conformance lines`() throws {
    let lines = try run.facts().compactMap { fact -> String? in
      fact.metrics?.conformanceLine
    }
    #expect(
      Array(lines.prefix(3)) == (try vectors["first_lines"].list().prefix(3).map { try $0.text() }))
    let whole = lines.joined(separator: "\n") + "\n"
    #expect(SHA256.digest(of: Array(whole.utf8)).hex == (try vectors["all_sha256"].text()))
  }

  @Test func `replay as identical`() throws {
    #expect(try run.tape.difference() == nil)
  }
}

import Events
import Ingest
import Market
import Numerics
import TestSupport
import Testing

extension EventBody {
  /// A minute candle as the vector files hold it: open_ms, o, h, l, c, v in deci-points of five
  /// decimals, which are millionths; null is no number, a null volume none.
  static func vector(_ row: VectorValue) throws -> EventBody {
    func price(_ column: Int) throws -> Price? {
      row[column].isNull ? nil : Price(micros: try row[column].integer())
    }
    let openAt = Timestamp.milliseconds(try row[0].integer())
    let prices = try (1...4).map(price)
    let volume = row[5].isNull ? nil : try row[5].integer()
    return .candle(0, openAt: openAt) {
      ($0.open, $0.high, $0.low, $0.close) = (prices[0], prices[1], prices[2], prices[3])
      $0.volume = volume
    }
  }
}

@Suite struct `The awkward candles of the vectors through all reducers` {
  @Test(arguments: 0..<3)
  func `are refused or measured as written there`(number: Int) throws {
    let vector = try Vectors.read("kernel/v1-candles-edge.json")["cases"][number]
    var node = try TestNode()
    var refused = 0
    var lastDay: Int64?
    let rows = zip(try vector["candles"].list(), try vector["expect"].list())
    for (index, (row, expected)) in rows.enumerated() {
      let words = try node.apply(.vector(row), at: .milliseconds(try row[0].integer() + 60_000))
      if case .text(let reason) = expected {
        #expect(node.refusal == reason, "candle \(index)")
        #expect(words.map(\.body.kind) == [.candleRejected], "candle \(index)")
        refused += 1
      } else {
        let metrics = try #require(words.metrics.first, "candle \(index)")
        let day = try row[0].integer() / 86_400_000
        let signature = try expected.list()[15]
        // The kernel's word, then the manifold's: the day before is over, a signal of the bar.
        let kinds: [EventKind] =
          [.metricsComputed] + (lastDay ?? day < day ? [.manifoldDayClosed] : [])
          + (signature.isNull ? [] : [.signalComputed])
        #expect(words.map(\.body.kind) == kinds, "candle \(index)")
        #expect(
          columns(of: metrics) + [words.signature] == (try expected.list()), "candle \(index)")
        lastDay = day
      }
    }
    #expect(refused == [8, 8, 0][number])
    #expect(node.counts()?.rejected == Int64(refused))
  }

  private func columns(of metrics: MetricsComputed) -> [VectorValue] {
    let symbol = metrics.symbol.map { bits in
      [4, 2, 1].map { bits & $0 == 0 ? "0" : "1" }.joined()
    }
    return [
      .text(metrics.step.name),
      symbol.map { .text($0) } ?? .null,
      .text(Hex.text(of: metrics.pin.bits)),
      .text(Hex.text(of: metrics.pin.link)),
      .integer(Int64(metrics.pin.fill)),
      .integer(Int64(metrics.pairs)),
      .integer(metrics.coherence.micros),
      .integer(metrics.stability.micros),
      .integer(metrics.entropy.micros),
      .integer(metrics.rupture.micros),
      .integer(metrics.lambdaHazard.micros),
      .integer(metrics.sigmaEff),
      .text(metrics.state.name),
      .integer(metrics.generation),
      .text(metrics.band.name),
    ]
  }
}

extension [Word] {
  /// The signature of the signal among them; null where there is none.
  fileprivate var signature: VectorValue {
    first { $0.body.kind == .signalComputed }?.fields.first { $0.name == "signature" }?.text.map {
      .text($0)
    } ?? .null
  }
}

private let vectorFile = "kernel/v1-candles-real.json"

/// Recorded minutes. Their prices are not part of this repository.
@Suite(.enabled(if: Vectors.hasRecordedWithInput(vectorFile)))
struct `The recorded candles of the vectors through all reducers` {
  @Test func `give the lines and the digest written there`() throws {
    let vectors = try Vectors.readRecorded(vectorFile)
    var node = try TestNode()
    let rows = try Vectors.readInput(of: vectorFile)["rows"].list()
    for row in rows {
      try node.apply(.vector(row), at: .milliseconds(try row[0].integer() + 60_000))
    }
    let lines = node.words.metrics.map(line)
    #expect(lines.count == rows.count)
    // The first three lines stand together there; the others are picked from further on.
    let first = try vectors["first_lines"].list().prefix(3).map { try $0.text() }
    #expect(Array(lines.prefix(3)) == first)
    let text = lines.joined(separator: "\n") + "\n"
    #expect(SHA256.digest(of: Array(text.utf8)).hex == (try vectors["all_sha256"].text()))
  }

  /// The conformance line of section 18, without its line feed.
  private func line(of metrics: MetricsComputed) -> String {
    let fields: [Any] = [
      metrics.openAt.nanoseconds / nanosecondsPerMillisecond, Hex.text(of: metrics.pin.bits),
      Hex.text(of: metrics.pin.link), metrics.pin.fill, metrics.pairs, metrics.nullCount,
      metrics.flipCount, metrics.overlapCount, metrics.bias.micros, metrics.coherence.micros,
      metrics.stability.micros, metrics.entropy.micros, metrics.evidenceQ32,
      metrics.rupture.micros, metrics.runAge, metrics.lambdaHazard.micros, metrics.sigmaEff,
      metrics.state.name, metrics.generation, metrics.band.name, metrics.triadCoherence.micros,
      metrics.triadStability.micros, metrics.triadEntropy.micros,
    ]
    return fields.map { "\($0)" }.joined(separator: "|")
  }
}

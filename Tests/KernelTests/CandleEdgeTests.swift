import Kernel
import Market
import Numerics
import TestSupport
import Testing

@Suite struct `Awkward candles of the vectors` {
  /// What Ingest refuses, the kernel never receives: those rows are left out here.
  private func isRefused(_ expected: VectorValue) -> Bool {
    if case .text = expected { true } else { false }
  }

  @Test func `are measured as written there`() throws {
    for (number, vector) in try Vectors.read("kernel/v1-candles-edge.json")["cases"].list()
      .enumerated()
    {
      var kernel = InstrumentKernel()
      var derived = 0
      for (row, expected) in zip(try vector["candles"].list(), try vector["expect"].list())
      where !isRefused(expected) {
        let before = kernel.barPin
        let result = kernel.apply(try CandleInput(row))
        // The last column, the signature, belongs to the manifold.
        #expect(
          columns(of: result) == Array(try expected.list().prefix(15)),
          "case \(number), candle \(row)")
        #expect(result.clearedPin == (result.step == .reset ? before : nil))
        #expect((result.undo != nil) == (result.symbol != nil))
        derived += 1
      }
      #expect(derived > 140, "case \(number)")
    }
  }

  private func columns(of result: CandleResult) -> [VectorValue] {
    let window = result.window
    return [
      .text(result.step.word),
      result.symbolWord.map { .text($0) } ?? .null,
      .text(Hex.text(of: result.pin.bits)),
      .text(Hex.text(of: result.pin.link)),
      .integer(Int64(result.pin.fill)),
      .integer(Int64(window.counts.pairs)),
      .integer(window.coherence.micros),
      .integer(window.stability.micros),
      .integer(window.entropy.micros),
      .integer(window.rupture.micros),
      .integer(result.hazard.micros),
      .integer(result.sigmaPpb),
      .text(result.state.word),
      .integer(result.generation),
      .text(result.band.word),
    ]
  }
}

import Kernel
import Market
import Numerics

/// The words that the vector files use.
extension CandleStep {
  var word: String {
    switch self {
    case .first: "first"
    case .contiguous: "contiguous"
    case .shortGap: "short_gap"
    case .seam: "seam"
    case .reset: "reset"
    }
  }
}

extension SignalState {
  var word: String { "\(self)" }
}

extension SignalBand {
  var word: String { "\(self)" }
}

extension CandleResult {
  /// D R V as three characters.
  var symbolWord: String? {
    symbol.map { bits in [4, 2, 1].map { bits & $0 == 0 ? "0" : "1" }.joined() }
  }

  /// The conformance line of section 18, without its line feed.
  func line(openMilliseconds: Int64) -> String {
    let fields: [Any] = [
      openMilliseconds, Hex.text(of: pin.bits), Hex.text(of: pin.link), pin.fill,
      window.counts.pairs, window.counts.nullCount, window.counts.flipCount,
      window.counts.overlapCount, window.bias.micros, window.coherence.micros,
      window.stability.micros, window.entropy.micros, window.evidenceQ32, window.rupture.micros,
      window.runAge, hazard.micros, sigmaPpb, state.word, generation, band.word,
      triad.coherence.micros, triad.stability.micros, triad.entropy.micros,
    ]
    return fields.map { "\($0)" }.joined(separator: "|")
  }
}

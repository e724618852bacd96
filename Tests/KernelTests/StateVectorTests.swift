import Kernel
import Market
import TestSupport
import Testing

@Suite struct `A signal phase` {
  @Test func `follows the evidence of the vectors`() throws {
    for (number, vector) in try Vectors.read("kernel/v1-state-band.json")["cases"].list()
      .enumerated()
    {
      let bits = vector["thresholds_bits"]
      let thresholds = SignalThresholds(
        stabilizingIn: try bits["stabilizing_in"].integer(),
        convergedIn: try bits["converged_in"].integer(),
        stabilizingOut: try bits["stabilizing_out"].integer(),
        convergedOut: try bits["converged_out"].integer())
      var phase = SignalPhase.flux
      for (index, row) in try vector["rows"].list().enumerated() {
        phase = phase.next(
          evidenceQ32: try row[0].integer(), ready: try row[1].flag(), thresholds: thresholds)
        #expect(phase.state.word == (try row[2].text()), "case \(number), row \(index)")
        #expect(phase.generation == (try row[3].integer()), "case \(number), row \(index)")
        #expect(phase.band.word == (try row[4].text()), "case \(number), row \(index)")
      }
    }
  }

  /// Section 17, example H.
  @Test func `enters with more evidence than it leaves with`() {
    var phase = SignalPhase.flux
    var words: [String] = []
    for tenths in [10, 20, 15, 40, 35, 29, 9] as [Int64] {
      let evidence = (tenths << 32) / 10
      phase = phase.next(evidenceQ32: evidence, ready: true, thresholds: .standard)
      words.append("\(phase.state.word) \(phase.generation) \(phase.band.word)")
    }
    #expect(
      words == [
        "flux 0 hot", "stabilizing 1 hot", "stabilizing 2 hot", "converged 3 hot",
        "converged 4 hot", "stabilizing 5 warm", "flux 0 hot",
      ])
  }

  @Test func `falls from converged through stabilizing, at the limits of staying`() {
    let converged = SignalPhase(state: .converged, generation: 12)
    func next(_ evidence: Int64) -> SignalState {
      converged.next(evidenceQ32: evidence, ready: true, thresholds: .standard).state
    }
    #expect(next(3 << 32) == .converged)
    #expect(next((3 << 32) - 1) == .stabilizing)
    #expect(next(1 << 32) == .stabilizing)
    #expect(next((1 << 32) - 1) == .flux)
  }

  @Test func `is flux whatever the evidence while the window is not ready`() {
    let phase = SignalPhase(state: .converged, generation: 12)
    let next = phase.next(evidenceQ32: .max, ready: false, thresholds: .standard)
    #expect(next == .flux)
    #expect(next.band == .hot)
  }
}

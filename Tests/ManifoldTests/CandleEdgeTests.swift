import Events
import Manifold
import Market
import Numerics
import TestSupport
import Testing

@Suite struct `Awkward candles of the vectors` {
  @Test func `give a signal with the signature written there, or none`() throws {
    for (number, vector) in try Vectors.read("kernel/v1-candles-edge.json")["cases"].list()
      .enumerated()
    {
      let bars = try vector["candles"].list().map { try Bar($0) }
      let run = MarketRun()
      run.apply(bars)
      let signals = try run.signals()
      var expectedSignals = 0
      for (bar, expected) in zip(bars, try vector["expect"].list()) {
        // A refused candle is written as its reason; its open may be that of an accepted one.
        guard case .list(let columns) = expected, let signature = columns.last else { continue }
        let asOf = (bar.openMilliseconds + minute) * nanosecondsPerMillisecond
        let found = signals.filter { $0.facts.asOf.nanoseconds == asOf }
        let text = signature.isNull ? nil : try signature.text()
        #expect(found.map(\.signature.text) == (text.map { [$0] } ?? []), "case \(number), \(asOf)")
        expectedSignals += text == nil ? 0 : 1
      }
      #expect(signals.count == expectedSignals && expectedSignals > 10, "case \(number)")
      #expect(try run.tape.difference() == nil)
    }
  }
}

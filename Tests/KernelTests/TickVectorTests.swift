import Kernel
import Market
import Numerics
import TestSupport
import Testing

@Suite struct `Ticks of the vectors` {
  @Test func `give the lines and the digest written there`() throws {
    let file = try Vectors.read("kernel/v1-ticks.json")
    var kernel = InstrumentKernel()
    var lastAccepted: Int64?
    var lines: [String] = []
    for tick in try file["ticks"].list() {
      let fields = try tick.integers()
      let (stamp, bid, ask) = (fields[0], fields[1], fields[2])
      if let reason = refusal(stamp, bid, ask, lastAccepted) {
        lines.append(reason)
        continue
      }
      lastAccepted = stamp
      let mid = 5 * (bid + ask)
      let step = kernel.tick(mid: mid, at: Timestamp(nanoseconds: stamp))
      lines.append(line(step, mid, kernel))
    }
    for row in try file["rows"].list() {
      let index = Int(try row[0].integer())
      #expect(lines[index] == (try row[1].text()), "tick \(index)")
    }
    let text = lines.joined(separator: "\n") + "\n"
    #expect(SHA256.digest(of: Array(text.utf8)).hex == (try file["sha256"].text()))
  }

  /// Ingest's checks, in their order (section 2.2). Every field of the file is a number.
  private func refusal(_ stamp: Int64, _ bid: Int64, _ ask: Int64, _ last: Int64?) -> String? {
    if bid <= 0 || ask <= 0 { return "bad_price" }
    if ask < bid { return "crossed" }
    if let last, stamp < last { return "out_of_order" }
    return nil
  }

  private func line(_ step: TickStep, _ mid: Int64, _ kernel: InstrumentKernel) -> String {
    let (pin, window, triad) = (kernel.tickPin, kernel.tickWindow, kernel.tickTriadMetrics)
    let fields: [Any] = [
      step, mid, Hex.text(of: pin.bits), Hex.text(of: pin.link), pin.fill, window.counts.pairs,
      window.counts.flipCount, window.counts.overlapCount, window.coherence.micros,
      window.stability.micros, window.entropy.micros, window.evidenceQ32, window.rupture.micros,
      triad.coherence.micros, triad.stability.micros, triad.entropy.micros,
    ]
    return fields.map { "\($0)" }.joined(separator: "|")
  }
}

import Events
import Ingest
import Kernel
import Market
import Numerics
import TestSupport
import Testing

@Suite struct `The ticks of the vectors through all reducers` {
  private let file: VectorValue

  init() throws { file = try Vectors.read("kernel/v1-ticks.json") }

  @Test func `are built into the candles written there, the last one still open`() throws {
    var node = try TestNode()
    for tick in try file["ticks"].list() { try apply(tick, in: &node) }
    let open = node.openCandle()
    let candles = node.words.candles + [try #require(open)]
    let built = candles.map { candle in
      [
        candle.openAt.nanoseconds / nanosecondsPerMillisecond, candle.open.micros,
        candle.high.micros, candle.low.micros, candle.close.micros, candle.volume,
      ]
    }
    #expect(built == (try file["candles"].list().map { try $0.integers() }))
    #expect(node.words.metrics.map(\.openAt) == node.words.candles.map(\.openAt))
  }

  @Test func `are refused or move the register as written there`() throws {
    var node = try TestNode()
    var lines: [String] = []
    for tick in try file["ticks"].list() {
      try apply(tick, in: &node)
      let prices = try tick.integers()
      lines.append(try node.refusal ?? line(5 * (prices[1] + prices[2]), node.kernel()))
    }
    let rows = try file["rows"].list()
    for row in rows {
      let index = Int(try row[0].integer())
      // The first column, the sort of step, is the kernel's own and not kept.
      let expected = try row[1].text().split(separator: "|")
      let columns = expected.count > 1 ? expected.dropFirst() : expected[...]
      #expect(lines[index] == columns.joined(separator: "|"), "tick \(index)")
    }
    #expect(lines.contains("out_of_order") && lines.contains("crossed"))
    #expect(rows.count > 20)
  }

  private func apply(_ tick: VectorValue, in node: inout TestNode) throws {
    let fields = try tick.integers()
    try node.apply(.points(fields[1], fields[2]), at: Timestamp(nanoseconds: fields[0]))
  }

  private func line(_ mid: Int64, _ kernel: InstrumentKernel?) throws -> String {
    let kernel = try #require(kernel)
    let (pin, window, triad) = (kernel.tickPin, kernel.tickWindow, kernel.tickTriadMetrics)
    let fields: [Any] = [
      mid, Hex.text(of: pin.bits), Hex.text(of: pin.link), pin.fill, window.counts.pairs,
      window.counts.flipCount, window.counts.overlapCount, window.coherence.micros,
      window.stability.micros, window.entropy.micros, window.evidenceQ32, window.rupture.micros,
      triad.coherence.micros, triad.stability.micros, triad.entropy.micros,
    ]
    return fields.map { "\($0)" }.joined(separator: "|")
  }
}

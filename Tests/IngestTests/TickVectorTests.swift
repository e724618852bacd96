import Events
import Ingest
import Kernel
import Market
import Numerics
import TestSupport
import Testing

@Suite struct `The ticks of the vectors through all rooms` {
  private let file: VectorValue

  init() throws { file = try Vectors.read("kernel/v1-ticks.json") }

  @Test func `are built into the candles written there, the last one still open`() throws {
    var desk = try Desk()
    for tick in try file["ticks"].list() { try hear(tick, in: &desk) }
    let open = desk.openCandle()
    let candles = desk.words.candles + [try #require(open)]
    let built = candles.map { candle in
      [
        candle.openAt.nanoseconds / nanosecondsPerMillisecond, candle.open.micros,
        candle.high.micros, candle.low.micros, candle.close.micros, candle.volume,
      ]
    }
    #expect(built == (try file["candles"].list().map { try $0.integers() }))
    #expect(desk.words.metrics.map(\.openAt) == desk.words.candles.map(\.openAt))
  }

  @Test func `are refused or move the register as written there`() throws {
    var desk = try Desk()
    var lines: [String] = []
    for tick in try file["ticks"].list() {
      try hear(tick, in: &desk)
      let prices = try tick.integers()
      lines.append(try desk.refusal ?? line(5 * (prices[1] + prices[2]), desk.kernel()))
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

  private func hear(_ tick: VectorValue, in desk: inout Desk) throws {
    let fields = try tick.integers()
    try desk.hear(.points(fields[1], fields[2]), at: Timestamp(nanoseconds: fields[0]))
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

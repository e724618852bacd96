import Kernel
import Market
import TestSupport
import Testing

@Suite struct `A triad of the vectors` {
  @Test func `has the averages and metrics written there`() throws {
    for vector in try Vectors.read("kernel/v1-triad64.json")["cases"].list() {
      let name = try vector["name"].text()
      var rows = try vector["rows"].list()[...]
      var pin = Pin()
      var triad = Triad()
      for (index, bit) in try vector["bits"].text().enumerated() {
        pin.push(bit == "1", linked: true)
        triad.push(after: pin)
        guard let row = rows.first, try row[0].integer() == index + 1 else { continue }
        rows = rows.dropFirst()
        #expect(measured(index + 1, pin, triad) == row, "\(name), step \(index + 1)")
      }
      #expect(rows.isEmpty, "\(name)")
    }
  }

  private func measured(_ step: Int, _ pin: Pin, _ triad: Triad) -> VectorValue {
    let metrics = triad.metrics(of: pin)
    return .list([
      .integer(Int64(step)),
      triad.ready ? .integer(triad.flips) : .null,
      triad.ready ? .integer(triad.disorder) : .null,
      .integer(triad.density(at: 0)),
      .integer(triad.density(at: 31)),
      .integer(triad.density(at: 63)),
      .integer(metrics.stability.micros),
      .integer(metrics.coherence.micros),
      .integer(metrics.entropy.micros),
    ])
  }
}

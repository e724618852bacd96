import Kernel
import Market
import TestSupport
import Testing

@Suite struct `A window of the vectors` {
  @Test func `has the metrics written there`() throws {
    for vector in try Vectors.read("kernel/v1-window.json")["cases"].list() {
      let name = try vector["name"].text()
      check(WindowMetrics(of: try pin(of: vector)), try vector["expect"].object(), "\(name)")
    }
  }

  @Test func `and its mirror differ only in direction`() throws {
    let cases = try Vectors.read("kernel/v1-window.json")["cases"].list()
    func metrics(_ name: String) throws -> WindowMetrics {
      let vector = try #require(try cases.first { try $0["name"].text() == name })
      return WindowMetrics(of: try pin(of: vector))
    }
    let (a, b) = (try metrics("mirror_a"), try metrics("mirror_b"))
    #expect(a.bias.micros == -b.bias.micros)
    #expect([a.counts.n00, a.counts.n01] == [b.counts.n11, b.counts.n10])
    #expect([a.counts.n11, a.counts.n10] == [b.counts.n00, b.counts.n01])
    #expect(a.coherence == b.coherence && a.stability == b.stability)
    #expect(a.entropy == b.entropy && a.evidenceQ32 == b.evidenceQ32)
    #expect(a.rupture == b.rupture && a.ruptureDefined == b.ruptureDefined)
    #expect(a.runAge == b.runAge && a.ready == b.ready)
  }

  @Test func `has a rupture from sixteen pairs in each half on`() {
    let newer: UInt64 = 0xffff
    let older: UInt64 = 0xffff << 32
    func defined(_ link: UInt64) -> Bool {
      WindowMetrics(of: Pin(bits: newer, link: link, fill: 65)).ruptureDefined
    }
    #expect(defined(newer | older))
    #expect(!defined(newer >> 1 | older))
    #expect(!defined(newer | older & older << 1))
  }

  private func pin(of vector: VectorValue) throws -> Pin {
    let bits = Array(try vector["bits"].text())
    let r = vector["r"].isNull ? nil : Array(try vector["r"].text())
    let v = vector["v"].isNull ? nil : Array(try vector["v"].text())
    let unlinked = try vector["unlinked"].integers()
    var pin = Pin()
    for (index, bit) in bits.enumerated() {
      pin.push(
        bit == "1", linked: !unlinked.contains(Int64(index)), r: r?[index] == "1",
        v: v?[index] == "1")
    }
    return pin
  }

  private func check(
    _ window: WindowMetrics, _ expect: [String: VectorValue], _ name: Comment
  ) {
    let measured: [String: VectorValue] = [
      "pairs": .integer(Int64(window.counts.pairs)),
      "null_count": .integer(Int64(window.counts.nullCount)),
      "flip_count": .integer(Int64(window.counts.flipCount)),
      "overlap_count": .integer(Int64(window.counts.overlapCount)),
      "n01": .integer(Int64(window.counts.n01)),
      "n10": .integer(Int64(window.counts.n10)),
      "bias": .integer(window.bias.micros),
      "coherence": .integer(window.coherence.micros),
      "stability": .integer(window.stability.micros),
      "entropy": .integer(window.entropy.micros),
      "evidence_q32": .integer(window.evidenceQ32),
      "evidence_mbits": .integer(window.evidenceMbits),
      "rupture": .integer(window.rupture.micros),
      "rupture_defined": .flag(window.ruptureDefined),
      "run_age": .integer(Int64(window.runAge)),
      "ready": .flag(window.ready),
    ]
    #expect(measured == expect, name)
  }
}

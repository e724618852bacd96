import Market
import TestSupport
import Testing

@Suite struct `The label of an imported signal` {
  @Test func `is that of the vectors`() throws {
    try Vectors.forEachCase(in: "trading/data.json", kind: "compat_state") { vector, _ in
      let entropy = try #require(try optionalNumber(vector["input"]))
      let label = ImportedSignalLabel(entropy: entropy)
      let expected = vector["expect"]
      #expect(label.map { "\($0.state)" } == (try text(expected["state"])), "\(entropy)")
      #expect(label.map { "\($0.band)" } == (try text(expected["band"])), "\(entropy)")
    }
  }

  private func text(_ value: VectorValue) throws -> String? {
    value.isNull ? nil : try value.text()
  }
}

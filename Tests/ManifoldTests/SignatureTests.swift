import Manifold
import Market
import TestSupport
import Testing

@Suite struct `A signature` {
  @Test func `is written as the vectors write it, and read back`() throws {
    let cases = try Vectors.read("kernel/v1-signature-echo.json")["cases"].list()
    let rows = try #require(try cases.first { try $0["name"].text() == "format" })["rows"].list()
    #expect(rows.count >= 50)
    for row in rows {
      let signature = Signature(
        coherence: Ratio(micros: try row[0].integer()),
        stability: Ratio(micros: try row[1].integer()),
        entropy: Ratio(micros: try row[2].integer()), precision: Int(try row[3].integer()))
      #expect(signature.text == (try row[4].text()))
      #expect(Signature(text: signature.text.utf8) == signature)
    }
  }

  @Test(arguments: [
    "", "c0.19", "c0.19_s0.55", "c0.19_s0.55_e0.94_", "c0.19_s0.55_e0.9", "s0.19_c0.55_e0.94",
    "c0.190_s0.55_e0.94", "c0.19_s0.55_e1.01", "c00.1_s00.5_e00.9", "c.19_s.55_e.94",
    "c0.19_s0.55_e0.94\"", "c0.1.9_s0.55_e0.94", "c0.00000_s0.00000_e0.00000", "c0_s0_e2",
    "c-0.1_s0.5_e0.9", "C0.19_s0.55_e0.94", "c_s_e",
  ])
  func `is not what any other text spells`(text: String) {
    #expect(Signature(text: text.utf8) == nil)
  }

  @Test func `of another precision is another one`() {
    let arena = ["c0_s1_e1", "c0.0_s1.0_e1.0", "c0.00_s1.00_e1.00", "c0.0000_s1.0000_e1.0000"]
    let signatures = arena.compactMap { Signature(text: $0.utf8) }
    #expect(signatures.map(\.text) == arena)
    #expect(signatures == signatures.sorted())
    for (left, right) in zip(signatures, signatures.dropFirst()) { #expect(left != right) }
  }
}

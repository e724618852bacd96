import Kernel
import Numerics
import TestSupport
import Testing

@Suite struct `The checked-in tables` {
  @Test func `of n log n are those of the vectors`() throws {
    let expected = try Vectors.read("kernel/v1-tables.json")["g"].integers()
    #expect(expected.count == 65)
    for (count, value) in expected.enumerated() { #expect(EntropyTable[count] == value) }
  }

  @Test func `of binary entropy are those of the vectors, mirrored`() throws {
    let file = try Vectors.read("kernel/v1-tables.json")
    let half = try file["hb"].list().flatMap { try $0.integers() }
    #expect(half.count == 2_049)
    for (share, value) in half.enumerated() {
      #expect(BinaryEntropyTable[share] == value)
      #expect(BinaryEntropyTable[4_096 - share] == value)
    }
    let text = (0...4_096).map { "\(BinaryEntropyTable[$0])" }.joined(separator: ",")
    #expect(SHA256.digest(of: Array(text.utf8)).hex == (try file["hb_sha256"].text()))
  }
}

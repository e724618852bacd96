import Market
import TestSupport
import Testing

@Suite struct `A broker's time` {
  @Test func `is the instant of the vectors, or refused`() throws {
    try Vectors.forEachCase(in: "trading/data.json", kind: "rfc3339") { vector, _ in
      let time = Timestamp(rfc3339: try vector["input"].text())
      let expected = vector["expect"]
      #expect(
        time?.milliseconds == (expected.isNull ? nil : try expected.integer()),
        "\(vector["input"])")
    }
  }

  @Test func `keeps its nanoseconds`() {
    let time = Timestamp(rfc3339: "2026-01-14T12:00:00.123456789Z")
    #expect(time?.nanoseconds == 1_768_392_000_123_456_789)
  }

  @Test(arguments: [
    "2026-01-14T12:00Z", "2026-01-14T12:00:00", "2026-01-14T12:00:00.Z", "2026-01-14T12:00:00ZZ",
    "2026-01-14T12:00:00.1234567890Z", "2026-01-14t12:00:00Z", "2026-01-14T12:00:60Z",
    "1768392000000000000Z", "2026-01-14T12:00:0０Z",
  ])
  func `is written in no other way`(text: String) {
    #expect(Timestamp(rfc3339: text) == nil)
  }

  @Test func `is cut to milliseconds towards the past`() {
    #expect(Timestamp(nanoseconds: -1).milliseconds == -1)
    #expect(Timestamp(nanoseconds: 1_999_999).milliseconds == 1)
  }
}

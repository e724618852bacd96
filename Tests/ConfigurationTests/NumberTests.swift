import Configuration
import Numerics
import Testing

@Suite struct `A real setting` {
  /// The standard library's reading is a second implementation.
  private func expect(_ text: String, seed: UInt64) throws {
    let expected = try #require(Double(text))
    let found = try #require(JSONValue.number(text).real, "seed \(seed): \(text)")
    guard found.bitPattern != expected.bitPattern else { return }
    Issue.record("seed \(seed): \(text) is read as \(found)")
  }

  @Test(arguments: [
    "0.1", "0.3", "1e-19", "9007199254740993e-10", "9007199254740992.5e-11",
    "0.0000000000000000001",
    "123456.7890123456789", "1E+0", "5e-1", "999999.9999999999999", "1.7976931348623157e3",
  ])
  func `is the nearest double`(text: String) throws { try expect(text, seed: 0) }

  @Test func `is the nearest double of 20,000 texts of 1 to 19 digits`() throws {
    let seed: UInt64 = 20_261_130
    print("seed \(seed)")
    var random = SplitMix64(seed: seed)
    for _ in 0..<20_000 {
      let digits = Int(random.next(below: 19)) + 1
      var text = "\(random.next(below: 9) + 1)"
      for _ in 1..<digits { text += "\(random.next(below: 10))" }
      // At most 19 decimals, below a million.
      let lowest = max(0, digits - 6)
      let decimals = lowest + Int(random.next(below: UInt64(20 - lowest)))
      try expect("\(text)e-\(decimals)", seed: seed)
    }
  }

  @Test func `is written so that it is read as the same`() throws {
    var random = SplitMix64(seed: 7)
    print("seed 7")
    for _ in 0..<10_000 {
      let text = "0.\(random.next(below: 9_999_999_999_999_999_999) + 1)"
      let value = try #require(JSONValue.number(text).real)
      let again = try #require(JSONValue.number("\(value)").real, "seed 7: \(text) as \(value)")
      #expect(again.bitPattern == value.bitPattern, "seed 7: \(text)")
    }
  }

  @Test func `goes from its text into a setting unchanged`() throws {
    #expect(try SchemaRows.resolving(("EXIT_PNL_TP", "0.30")).settings.exitPnlTakeProfit == 0.3)
  }

  @Test func `is counted exactly where a whole count is asked for`() {
    #expect(JSONValue.number("1.5").whole(places: 6) == 1_500_000)
    #expect(JSONValue.number("1.0").whole() == 1)
    #expect(JSONValue.number("1.5").whole() == nil)
    #expect(JSONValue.number("-9223372036854775807").whole() == -9_223_372_036_854_775_807)
    #expect(JSONValue.number("9223372036854775808").whole() == nil)
    #expect(JSONValue.text("1").whole() == nil && JSONValue.text("1").real == nil)
    #expect(JSONValue.number("1e999999999999").whole() == nil)
    #expect(JSONValue.number("0e999999999999").whole() == 0)
  }

  @Test(arguments: [
    "12345678901234567890", "0.00000000000000000001", "1e-20", "1e999999999999999999999",
  ])
  func `has at most 19 digits and decimals`(text: String) {
    #expect(SchemaRows.problems(("EXIT_PNL_TP", text)).map(\.kind) == [.outOfRange])
  }

  @Test func `has no negative zero`() throws {
    let value = try SchemaRows.resolving(("EVAL_PNL_MIN", "-0.0")).settings.evalPnlMin
    #expect(value.sign == .plus)
  }
}

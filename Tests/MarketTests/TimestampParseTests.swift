import Market
import Numerics
import Testing

@Suite struct `An instant from text` {
  @Test(arguments: [
    ("1970-01-01", 0), ("2014-05-01", 1_398_902_400_000_000_000),
    ("2014-05-01T10:00", 1_398_938_400_000_000_000),
    ("2014-05-01T10:00Z", 1_398_938_400_000_000_000),
    ("2014-05-01 10:00:01Z", 1_398_938_401_000_000_000),
    ("2014-05-01T10:00:00.5Z", 1_398_938_400_500_000_000),
    ("2014-05-01T10:00:00.000000007", 1_398_938_400_000_000_007),
    ("2000-02-29T23:59:59.999999999Z", 951_868_799_999_999_999),
  ])
  func `is a day, with or without a time of day`(text: String, nanoseconds: Int64) {
    #expect(Timestamp(text: text)?.nanoseconds == nanoseconds)
  }

  @Test(arguments: [("0", 0), ("1398938400123456789", 1_398_938_400_123_456_789)])
  func `is a count of nanoseconds too`(text: String, nanoseconds: Int64) {
    #expect(Timestamp(text: text)?.nanoseconds == nanoseconds)
  }

  @Test(arguments: [
    "", "Z", "T", "yesterday", "2014-05", "2014-5-1", "2014-05-1", "14-05-01", "2014/05/01",
    "2014-05-01T", "2014-05-01T1", "2014-05-01T10", "2014-05-01T10:", "2014-05-01T10:0",
    "2014-05-01T10:00:", "2014-05-01T10:00:0", "2014-05-01T10:00:00.", "2014-05-01T10:00:00,5",
    "2014-05-01T10:00:00.1234567890", "2014-05-01T10:00:00.5+01:00", "2014-05-01X10:00:00",
    "2014-05-01T10-00-00", "2014-05-01T10:00:00ZZ", "2014-05-01T-1:00:00", "２０１４-05-01",
    "1.5", "0x10", "99999999999999999999",
  ])
  func `is nothing when it is not written so`(text: String) {
    #expect(Timestamp(text: text) == nil)
  }

  @Test(arguments: [
    "2014-00-01", "2014-13-01", "2014-99-01", "2014-05-00", "2014-05-32", "2014-02-29",
    "2100-02-29", "2014-04-31", "2014-05-01T24:00:00", "2014-05-01T10:60:00",
    "2014-05-01T10:00:60",
  ])
  func `is nothing when the calendar or the clock has no such moment`(text: String) {
    #expect(Timestamp(text: text) == nil)
  }

  @Test(arguments: [
    "-1", "1969-12-31T23:59:59Z", "0000-01-01", "4611686018427387904", "2116-02-20T23:53:39Z",
    "2116-02-20T23:53:38.427387904Z", "2116-02-21", "9999-12-31",
  ])
  func `is nothing before 1970 and after the last valid instant`(text: String) {
    #expect(Timestamp(text: text) == nil)
  }

  @Test(arguments: ["4611686018427387903", "2116-02-20T23:53:38.427387903Z"])
  func `reaches the last valid instant`(text: String) {
    #expect(Timestamp(text: text)?.nanoseconds == Timestamp.limit.nanoseconds - 1)
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `is what its own text says`(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    for _ in 0..<200 {
      // Whole seconds, milliseconds and microseconds as often as nanoseconds.
      let unit: UInt64 = [1, 1_000, 1_000_000, 1_000_000_000][Int(generator.next(below: 4))]
      let nanoseconds = generator.next(below: 1 << 62) / unit * unit
      let instant = Timestamp(nanoseconds: Int64(nanoseconds))
      #expect(Timestamp(text: instant.text) == instant, "seed \(seed)")
    }
  }
}

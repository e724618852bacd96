import Market
import Testing

@Suite struct `An instant as text` {
  @Test(arguments: [
    (0, "1970-01-01T00:00:00Z"), (1_398_938_400_000_000_000, "2014-05-01T10:00:00Z"),
    (951_782_400_000_000_000, "2000-02-29T00:00:00Z"),
    (4_107_542_399_000_000_000, "2100-02-28T23:59:59Z"),
    (4_107_542_400_000_000_000, "2100-03-01T00:00:00Z"),
  ])
  func `is ISO 8601 in UTC`(nanoseconds: Int64, text: String) {
    #expect(Timestamp(nanoseconds: nanoseconds).text == text)
  }

  @Test(arguments: [
    (1_500_000_000, "1970-01-01T00:00:01.500Z"), (1_000_000, "1970-01-01T00:00:00.001Z"),
    (1_000, "1970-01-01T00:00:00.000001Z"), (123_456_000, "1970-01-01T00:00:00.123456Z"),
    (1, "1970-01-01T00:00:00.000000001Z"), (999_999_999, "1970-01-01T00:00:00.999999999Z"),
  ])
  func `has 3, 6 or 9 decimals when it needs them`(nanoseconds: Int64, text: String) {
    #expect(Timestamp(nanoseconds: nanoseconds).text == text)
  }

  @Test(arguments: [
    (-1, "1969-12-31T23:59:59.999999999Z"), (-86_400_000_000_000, "1969-12-31T00:00:00Z"),
    (Int64.max, "2262-04-11T23:47:16.854775807Z"), (Int64.min, "1677-09-21T00:12:43.145224192Z"),
  ])
  func `shows even what is no valid instant`(nanoseconds: Int64, text: String) {
    #expect(Timestamp(nanoseconds: nanoseconds).text == text)
  }
}

@Suite struct `A calendar day` {
  @Test func `counts to and back over four centuries, each day after the one before`() {
    var last = CalendarDay(daysSinceEpoch: -1)
    for days in 0..<146_097 as Range<Int64> {
      let day = CalendarDay(daysSinceEpoch: days)
      guard day.daysSinceEpoch == days, isNext(day, after: last) else {
        Issue.record("day \(days) is \(day.text), after \(last.text)")
        return
      }
      last = day
    }
    #expect(last.text == "2369-12-31")
  }

  private func isNext(_ day: CalendarDay, after last: CalendarDay) -> Bool {
    let isLeap = last.year % 4 == 0 && (last.year % 100 != 0 || last.year % 400 == 0)
    let lengths: [Int64] = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard last.day == lengths[Int(last.month) - 1] else {
      return day == CalendarDay(year: last.year, month: last.month, day: last.day + 1)
    }
    guard last.month == 12 else {
      return day == CalendarDay(year: last.year, month: last.month + 1, day: 1)
    }
    return day == CalendarDay(year: last.year + 1, month: 1, day: 1)
  }
}

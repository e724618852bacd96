extension Timestamp {
  /// Reads an instant as people write it: `2014-05-01`, `2014-05-01T12:30:00Z` with up to nine
  /// decimals, or nanoseconds since 1970 as a whole number.
  ///
  /// - Returns: nil when the text is none of these, or names no valid instant.
  public init?(text: some StringProtocol) {
    if let nanoseconds = Int64(text), Timestamp(nanoseconds: nanoseconds).isValid {
      self.init(nanoseconds: nanoseconds)
      return
    }
    var bytes = Array(text.utf8)
    if bytes.last == UInt8(ascii: "Z") { bytes.removeLast() }
    guard bytes.count >= 10, bytes.allSatisfy({ $0 < 128 }),
      let year = number(bytes[0..<4]), bytes[4] == UInt8(ascii: "-"),
      let month = number(bytes[5..<7]), bytes[7] == UInt8(ascii: "-"),
      let day = number(bytes[8..<10])
    else { return nil }
    let date = CalendarDay(year: year, month: month, day: day)
    // Counting there and back refuses the 31st of February.
    guard CalendarDay(daysSinceEpoch: date.daysSinceEpoch) == date,
      let clock = clockNanoseconds(bytes.dropFirst(10))
    else { return nil }
    let seconds = date.daysSinceEpoch * 86_400
    guard seconds >= 0, seconds < Timestamp.limit.nanoseconds / nanosecondsPerSecond else {
      return nil
    }
    self.init(nanoseconds: seconds * nanosecondsPerSecond + clock)
    // The last day ends after the last instant.
    guard isValid else { return nil }
  }
}

/// `T12:30:00.5` as nanoseconds into the day; nothing at all is midnight.
private func clockNanoseconds(_ rest: ArraySlice<UInt8>) -> Int64? {
  guard !rest.isEmpty else { return 0 }
  let bytes = Array(rest)
  guard bytes.count >= 6, bytes[0] == UInt8(ascii: "T") || bytes[0] == UInt8(ascii: " "),
    let hour = number(bytes[1..<3]), hour < 24, bytes[3] == UInt8(ascii: ":"),
    let minute = number(bytes[4..<6]), minute < 60
  else { return nil }
  var nanoseconds = (hour * 60 + minute) * 60 * nanosecondsPerSecond
  guard bytes.count > 6 else { return nanoseconds }
  guard bytes.count >= 9, bytes[6] == UInt8(ascii: ":"), let second = number(bytes[7..<9]),
    second < 60
  else { return nil }
  nanoseconds += second * nanosecondsPerSecond
  guard bytes.count > 9 else { return nanoseconds }
  let decimals = bytes[10...]
  guard bytes[9] == UInt8(ascii: "."), (1...9).contains(decimals.count), let part = number(decimals)
  else { return nil }
  var unit: Int64 = 1
  for _ in decimals.count..<9 { unit *= 10 }
  return nanoseconds + part * unit
}

private func number(_ digits: ArraySlice<UInt8>) -> Int64? {
  var value: Int64 = 0
  for digit in digits {
    guard digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9") else { return nil }
    value = value * 10 + Int64(digit - UInt8(ascii: "0"))
  }
  return digits.isEmpty ? nil : value
}

/// A time of day on the wall of some place, in whole minutes: 00:00 to 24:00, the end of the day.
public struct LocalTime: Equatable, Comparable, Sendable, BitwiseCopyable {
  /// Minutes since midnight, 0 to 1,440.
  public let minutes: Int64

  /// - Returns: nil outside the day.
  public init?(minutes: Int64) {
    guard (0...1_440).contains(minutes) else { return nil }
    self.minutes = minutes
  }

  /// Whole hours, 0 to 24; anything else is a bug of the caller.
  init(hour: Int64, minute: Int64 = 0) {
    precondition((0...24).contains(hour) && (0..<60).contains(minute), "no time of day")
    minutes = hour * 60 + minute
  }

  /// Reads `17:05` as settings write it: two digits, a colon, two digits.
  ///
  /// - Returns: nil for any other text, and for a time that no clock shows; `24:00` is read.
  public init?(text: some StringProtocol) {
    let bytes = Array(text.utf8)
    guard bytes.count == 5, bytes[2] == UInt8(ascii: ":"),
      let hour = Self.number(bytes[0], bytes[1]), let minute = Self.number(bytes[3], bytes[4]),
      minute < 60
    else { return nil }
    self.init(minutes: hour * 60 + minute)
  }

  private static func number(_ tens: UInt8, _ ones: UInt8) -> Int64? {
    let tens = tens &- UInt8(ascii: "0")
    let ones = ones &- UInt8(ascii: "0")
    return tens < 10 && ones < 10 ? Int64(tens * 10 + ones) : nil
  }

  public static func < (left: LocalTime, right: LocalTime) -> Bool { left.minutes < right.minutes }
}

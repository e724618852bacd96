extension Timestamp {
  /// Reads an instant as a broker writes it: `2026-01-14T12:00:00Z`, with 0 to 9 decimals.
  ///
  /// Stricter than `init(text:)`, which is for people: UTC only, seconds always there.
  ///
  /// - Returns: nil for any other text, and for an instant that the calendar does not have.
  ///
  /// Source: oanda-v20.md, section 2.
  public init?(rfc3339 text: some StringProtocol) {
    let bytes = Array(text.utf8)
    // A text this long has its seconds, or is refused below.
    guard bytes.count >= 20, bytes.last == UInt8(ascii: "Z"),
      bytes[10] == UInt8(ascii: "T")
    else { return nil }
    self.init(text: text)
  }

  /// Whole milliseconds since 1970, the rest cut off.
  public var milliseconds: Int64 {
    floorDivision(nanoseconds, by: nanosecondsPerMillisecond)
  }
}

import Market

/// What one line of a candle file says.
enum CandleText {
  /// An open from which a day's bar could end after the last valid instant is refused.
  private static let stampLimit =
    (Timestamp.limit.nanoseconds - Granularity.d1.nanoseconds) / nanosecondsPerMillisecond

  /// - Parameter line: Without its line end.
  static func row(_ line: UnsafeRawBufferPointer, _ reading: CandleReading) -> FeedRow {
    if let fault = RowText.fault(ofText: line) { return RowText.rejected(fault, line) }
    let fields = LineFields(of: line)
    let wanted = reading.form.fieldCount
    guard fields.count >= wanted else { return RowText.rejected(.missingFields, line) }
    guard fields.count == wanted else { return RowText.rejected(.tooManyFields, line) }
    guard let openAt = openAt(fields[0]) else { return RowText.rejected(.badStamp, line) }
    switch reading.form {
    case .ticks, .oneSided:
      return .candle(reading.row(openAt: openAt, prices(fields, from: 1), volume: nil))
    case .oneSidedWithVolume:
      guard let volume = volume(fields[5]) else { return RowText.rejected(.badVolume, line) }
      return .candle(reading.row(openAt: openAt, prices(fields, from: 1), volume: volume))
    case .twoSided:
      return .candle(
        reading.row(openAt: openAt, bids: prices(fields, from: 1), asks: prices(fields, from: 5)))
    }
  }

  private static func prices(_ fields: LineFields, from first: Int) -> CandleReading.Prices {
    (
      price(fields[first]), price(fields[first + 1]), price(fields[first + 2]),
      price(fields[first + 3])
    )
  }

  private static func openAt(_ text: UnsafeRawBufferPointer) -> Timestamp? {
    guard let milliseconds = RowText.wholeNumber(text), milliseconds < stampLimit else {
      return nil
    }
    return Timestamp(nanoseconds: milliseconds * nanosecondsPerMillisecond)
  }

  /// A whole number of any sign: whether it may be negative is TickIngest's question.
  ///
  /// - Returns: nil for other text; `.some(nil)` where there is none, which counts as 0 later.
  private static func volume(_ text: UnsafeRawBufferPointer) -> Int64?? {
    guard !text.isEmpty else { return .some(nil) }
    guard let millionths = price(text)?.micros, millionths % 1_000_000 == 0 else { return nil }
    return millionths / 1_000_000
  }
}

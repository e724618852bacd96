/// The units of a position from its two sides: long ones are above zero, short ones below, as the broker
/// writes them, so they are added and never subtracted.
///
/// - Parameters:
///   - long: Decimal text; nil counts as 0.
///   - short: Decimal text with its minus; nil counts as 0.
/// - Returns: nil when a side is no whole number, or has the sign of the other.
///
/// Source: oanda-v20.md, section 2.
public func netUnits(long: String?, short: String?) -> Int64? {
  guard let long = decimalCount(long ?? "0", places: 0, rounding: .refused), long >= 0,
    let short = decimalCount(short ?? "0", places: 0, rounding: .refused), short <= 0
  else { return nil }
  return long + short
}

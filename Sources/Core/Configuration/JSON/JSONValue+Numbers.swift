extension JSONValue {
  /// The double nearest to a number; zero is never negative.
  ///
  /// - Returns: nil for anything else, with more than 19 digits or 19 decimals, and from 10^19 on.
  public var real: Double? {
    guard case .number(let text) = self else { return nil }
    return NumberText(text)?.real
  }

  /// A number as a count of 10^-places, exactly: `whole(places: 6)` of 1.5 is 1,500,000.
  ///
  /// - Returns: nil for anything else, with more decimals than that, and beyond 64 bits.
  public func whole(places: Int = 0) -> Int64? {
    guard case .number(let text) = self else { return nil }
    return NumberText(text)?.count(places: places)
  }
}

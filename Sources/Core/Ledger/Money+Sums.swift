public import Market

extension Money {
  /// - Throws: `overflow` when the sum does not fit.
  @inlinable public func adding(_ other: Money) throws(LedgerFault) -> Money {
    let (sum, overflow) = micros.addingReportingOverflow(other.micros)
    guard !overflow else { throw .overflow }
    return Money(micros: sum)
  }

  /// - Throws: `overflow` when the difference does not fit.
  @inlinable public func subtracting(_ other: Money) throws(LedgerFault) -> Money {
    let (difference, overflow) = micros.subtractingReportingOverflow(other.micros)
    guard !overflow else { throw .overflow }
    return Money(micros: difference)
  }
}

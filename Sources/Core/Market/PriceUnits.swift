/// The steps in which an instrument's prices are counted, as millionths of the quote currency.
package struct PriceUnits: Equatable, Sendable, BitwiseCopyable {
  /// The last decimal of a quote, 10^-digits: 10 for five digits, 1,000 for three.
  package let point: Int64
  /// A tenth of a point, 10^-(digits+1): the kernel's unit, and what a mid may lie on.
  package let deciPoint: Int64

  /// - Parameter digits: Decimals of a quote, 1 to 5; what lies outside, as a journal of other rules
  ///   may have it, counts as the nearer end.
  package init(digits: Int) {
    var point: Int64 = 1_000_000
    for _ in 0..<min(max(digits, 1), 5) { point /= 10 }
    self.point = point
    self.deciPoint = point / 10
  }

  /// Ten points, the unit in which desks speak of spreads.
  package var pip: Int64 { point * 10 }
}

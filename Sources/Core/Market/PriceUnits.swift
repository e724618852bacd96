/// The steps in which an instrument's prices are counted, as millionths of the quote currency.
public struct PriceUnits: Equatable, Sendable, BitwiseCopyable {
  /// The last decimal of a quote, 10^-digits: 10 for five digits, 1,000 for three.
  public let point: Int64
  /// A tenth of a point, 10^-(digits+1): the kernel's unit, and what a mid may lie on.
  public let deciPoint: Int64
  /// What the odd part of a point must be multiplied with to give 1, modulo 2^64.
  @usableFromInline let inverse: UInt64
  /// How many times two divides a point.
  @usableFromInline let twos: UInt64
  /// The most points that 64 bits hold.
  @usableFromInline let mostPoints: UInt64

  /// - Parameter digits: Decimals of a quote, 1 to 5; what lies outside, as a journal of other rules
  ///   may have it, counts as the nearer end.
  public init(digits: Int) {
    var point: Int64 = 1_000_000
    for _ in 0..<min(max(digits, 1), 5) { point /= 10 }
    self.point = point
    self.deciPoint = point / 10
    self.twos = UInt64(point.trailingZeroBitCount)
    let odd = UInt64(point) >> twos
    // Newton: each step doubles the bits that are right, from the three of an odd number itself.
    var inverse = odd
    for _ in 0..<5 { inverse = inverse &* (2 &- odd &* inverse) }
    self.inverse = inverse
    self.mostPoints = .max / UInt64(point)
  }

  /// The units of which a tenth of a point is so many millionths; nil where no number of digits has it.
  public init?(deciPoint: Int64) {
    for digits in 1...5 {
      let units = PriceUnits(digits: digits)
      guard units.deciPoint == deciPoint else { continue }
      self = units
      return
    }
    return nil
  }

  /// A price in whole points, without a division; nil when it lies between two.
  ///
  /// Source: H. S. Warren, *Hacker's Delight*, second edition, 10-17 (exact division and test).
  ///
  /// - Parameter micros: More than 0.
  @inlinable @inline(__always) public func points(in micros: Int64) -> Int64? {
    let product = UInt64(bitPattern: micros) &* inverse
    let quotient = product >> twos | product << ((64 &- twos) & 63)
    return quotient <= mostPoints ? Int64(bitPattern: quotient) : nil
  }

  /// Ten points, the unit in which instruments speak of spreads.
  public var pip: Int64 { point * 10 }
}

public import Market
import Numerics

/// An amount on its way to being rounded: a fraction of millionths, in 128 bits, without any error.
///
/// Products are formed exactly, and `rounded` is called once at the end. What outgrows 128 bits is
/// `overflow`: with prices below 2^31 tenths of a point and orders below 100 million units a profit stays
/// 10,000 times below that.
public struct ExactMoney: Equatable, Sendable, BitwiseCopyable {
  private var numerator: Int128
  /// Above zero.
  private var denominator: Int128

  @inlinable public init(micros: Int128) { self.init(numerator: micros, denominator: 1) }

  @usableFromInline init(numerator: Int128, denominator: Int128) {
    self.numerator = numerator
    self.denominator = denominator
  }

  public func times(_ factor: Int128) throws(LedgerFault) -> ExactMoney {
    let (product, overflow) = numerator.multipliedReportingOverflow(by: factor)
    guard !overflow else { throw .overflow }
    return ExactMoney(numerator: product, denominator: denominator)
  }

  /// - Parameter divisor: Above zero.
  public func divided(by divisor: Int128) throws(LedgerFault) -> ExactMoney {
    precondition(divisor > 0, "divided(by:) takes a divisor above zero")
    let (product, overflow) = denominator.multipliedReportingOverflow(by: divisor)
    guard !overflow else { throw .overflow }
    return ExactMoney(numerator: numerator, denominator: product)
  }

  /// The nearest multiple of 0.0001, a half going away from zero.
  public func rounded() throws(LedgerFault) -> Money {
    let (divisor, isTooWide) = denominator.multipliedReportingOverflow(by: Int128(Money.step))
    guard !isTooWide else { throw .overflow }
    let (micros, overflow) = try steps(of: divisor).multipliedReportingOverflow(by: Money.step)
    guard !overflow else { throw .overflow }
    return Money(micros: micros)
  }

  private func steps(of divisor: Int128) throws(LedgerFault) -> Int64 {
    // Nearly every amount fits a word, where a division costs a tenth.
    if let small = Int64(exactly: numerator), let by = Int64(exactly: divisor) {
      return signedRoundedDivision(small, by: by)
    }
    let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: divisor)
    let distance = remainder.magnitude
    let roundsAway = distance >= divisor.magnitude - distance
    guard let steps = Int64(exactly: roundsAway ? quotient + numerator.signum() : quotient) else {
      throw .overflow
    }
    return steps
  }
}

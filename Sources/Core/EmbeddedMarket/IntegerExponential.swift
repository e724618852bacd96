/// The exponential of small numbers in whole billionths, the same on every machine.
///
///     e^x = e^(k·h) · e^r,   h = 2^20 billionths,   r = x − k·h in [0, h)
///     e^r = 1 + r + r²/2                             what is left out is below 2·10^-10
///
/// The table of e^(k·h) is filled by multiplication in 2^-62 and rounded once.
public struct IntegerExponential: Sendable {
  /// How far `x` may be from zero: 0.32.
  public static let reach: Int64 = 320_000_000
  private static let one: Int64 = 1_000_000_000
  /// Table steps on either side of zero.
  private static let steps = 306
  private let table: [Int64]

  public init() {
    let up = Self.power(sign: 1)
    let down = Self.power(sign: -1)
    var rising: [Int64] = []
    var falling: [Int64] = []
    var high: UInt128 = 1 << 62
    var low: UInt128 = 1 << 62
    for _ in 0...Self.steps {
      rising.append(Self.billionths(high))
      falling.append(Self.billionths(low))
      high = (high * up) >> 62
      low = (low * down) >> 62
    }
    table = falling.dropFirst().reversed() + rising
  }

  /// - Parameter billionths: −`reach` to `reach`.
  /// - Returns: The exponential in billionths, off by two at most.
  @inline(__always)
  public func value(_ billionths: Int64) -> Int64 {
    let shifted = billionths + (Int64(Self.steps) << 20)
    let rest = shifted & ((1 << 20) - 1)
    let factor = Self.one + rest + (rest * rest + Self.one) / (2 * Self.one)
    return (table[Int(shifted >> 20)] * factor + Self.one / 2) / Self.one
  }

  /// e^(±h) in 2^-62, by its series.
  private static func power(sign: Int64) -> UInt128 {
    let step: UInt128 = (1 << 82) / 1_000_000_000
    var positive: UInt128 = 1 << 62
    var negative: UInt128 = 0
    var term: UInt128 = 1 << 62
    for order in 1...7 {
      term = ((term * step) >> 62) / UInt128(order)
      if sign < 0 && order % 2 == 1 { negative += term } else { positive += term }
    }
    return positive - negative
  }

  private static func billionths(_ value: UInt128) -> Int64 {
    Int64((value * 1_000_000_000 + (1 << 61)) >> 62)
  }
}

/// Whole numbers of any size, as slowly and plainly as at school: the model that 128 bits are held against.
struct BigInteger: Equatable {
  private static let base = 10_000
  private var isNegative = false
  /// Digits of base 10,000, the lowest first, without leading zeros; none for zero.
  private var digits: [Int] = []

  init(_ value: Int64) {
    isNegative = value < 0
    var rest = value.magnitude
    while rest > 0 {
      digits.append(Int(rest % 10_000))
      rest /= 10_000
    }
  }

  private init(_ digits: [Int], isNegative: Bool) {
    self.digits = digits
    while self.digits.last == 0 { self.digits.removeLast() }
    self.isNegative = isNegative && !self.digits.isEmpty
  }

  static prefix func - (number: BigInteger) -> BigInteger {
    BigInteger(number.digits, isNegative: !number.isNegative)
  }

  static func + (left: BigInteger, right: BigInteger) -> BigInteger {
    if left.isNegative == right.isNegative {
      return BigInteger(added(left.digits, right.digits), isNegative: left.isNegative)
    }
    return isBelow(left.digits, right.digits)
      ? BigInteger(subtracted(right.digits, left.digits), isNegative: right.isNegative)
      : BigInteger(subtracted(left.digits, right.digits), isNegative: left.isNegative)
  }

  static func - (left: BigInteger, right: BigInteger) -> BigInteger { left + -right }

  static func * (left: BigInteger, right: BigInteger) -> BigInteger {
    var product = [Int](repeating: 0, count: left.digits.count + right.digits.count + 1)
    for (i, a) in left.digits.enumerated() {
      var carry = 0
      for (j, b) in right.digits.enumerated() {
        let sum = product[i + j] + a * b + carry
        product[i + j] = sum % base
        carry = sum / base
      }
      product[i + right.digits.count] += carry
    }
    return BigInteger(product, isNegative: left.isNegative != right.isNegative)
  }

  /// The nearest whole number to this divided by a positive one, a half going away from zero.
  func dividedRoundingHalfAway(by divisor: BigInteger) -> BigInteger {
    let dividend = Self.added(Self.added(digits, digits), divisor.digits)
    let quotient = Self.quotient(of: dividend, by: Self.added(divisor.digits, divisor.digits))
    return BigInteger(quotient, isNegative: isNegative)
  }

  /// nil when it does not fit.
  var word: Int64? {
    var value = Int128(0)
    for digit in digits.reversed() {
      value = value * 10_000 + Int128(digit)
      if value > Int128(Int64.max) + 1 { return nil }
    }
    return Int64(exactly: isNegative ? -value : value)
  }

  private static func quotient(of dividend: [Int], by divisor: [Int]) -> [Int] {
    var quotient = [Int](repeating: 0, count: dividend.count)
    var rest: [Int] = []
    for place in dividend.indices.reversed() {
      rest.insert(dividend[place], at: 0)
      while rest.last == 0 { rest.removeLast() }
      var low = 0
      var high = base - 1
      while low < high {
        let middle = (low + high + 1) / 2
        let tried = BigInteger(divisor, isNegative: false) * BigInteger(Int64(middle))
        if isBelow(rest, tried.digits) { high = middle - 1 } else { low = middle }
      }
      quotient[place] = low
      let taken = BigInteger(divisor, isNegative: false) * BigInteger(Int64(low))
      rest = BigInteger(subtracted(rest, taken.digits), isNegative: false).digits
    }
    return quotient
  }

  private static func isBelow(_ left: [Int], _ right: [Int]) -> Bool {
    guard left.count == right.count else { return left.count < right.count }
    for place in left.indices.reversed() where left[place] != right[place] {
      return left[place] < right[place]
    }
    return false
  }

  private static func added(_ left: [Int], _ right: [Int]) -> [Int] {
    var sum: [Int] = []
    var carry = 0
    for place in 0..<max(left.count, right.count) {
      let digit = (place < left.count ? left[place] : 0) + (place < right.count ? right[place] : 0)
      sum.append((digit + carry) % base)
      carry = (digit + carry) / base
    }
    return carry > 0 ? sum + [carry] : sum
  }

  /// - Parameter left: Not below `right`.
  private static func subtracted(_ left: [Int], _ right: [Int]) -> [Int] {
    var difference: [Int] = []
    var borrow = 0
    for place in left.indices {
      let digit = left[place] - (place < right.count ? right[place] : 0) - borrow
      borrow = digit < 0 ? 1 : 0
      difference.append(digit < 0 ? digit + base : digit)
    }
    return difference
  }
}

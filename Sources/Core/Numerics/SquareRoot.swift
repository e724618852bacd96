/// The whole part of a square root: the largest number whose square is not above `square`.
///
/// Newton's method from above: the first guess is a power of two not below the root, every later
/// one is smaller and still not below it, so the first that does not shrink is the answer.
///
/// Source: metrics-kernel.md, section 7.1 (`isqrt`).
public func floorSquareRoot(of square: UInt64) -> UInt64 {
  guard square > 0 else { return 0 }
  let bits = UInt64.bitWidth - square.leadingZeroBitCount
  var root = UInt64(1) << UInt64((bits + 1) / 2)
  while true {
    let next = (root + square / root) / 2
    guard next < root else { return root }
    root = next
  }
}

/// The same for 128 bits, for sums of squares that outgrow a word.
public func floorSquareRoot(of square: UInt128) -> UInt64 {
  if let small = UInt64(exactly: square) { return floorSquareRoot(of: small) }
  let bits = UInt128.bitWidth - square.leadingZeroBitCount
  var root = UInt128(1) << UInt128((bits + 1) / 2)
  while true {
    let next = (root + square / root) / 2
    guard next < root else { return UInt64(root) }
    root = next
  }
}

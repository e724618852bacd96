public import Market

/// Weights proportional to scores, by largest remainder.
///
/// Multiplied and rounded down; what is missing to the whole goes, one millionth each, to the largest
/// remainders, the earlier rank first on ties. All scores zero split equally. It is computed in whole numbers,
/// so the sum is exact.
///
/// Source: trading-system.md, section 6.3; the method of A. Hamilton (1792).
public enum Weights {
  /// The whole, in millionths.
  public static let whole: Int64 = 1_000_000
  /// The most scores there may be.
  public static let mostScores = 64

  /// - Parameter scores: Billionths, each from 0 to 1,000,000,000, by rank; at most 64.
  /// - Returns: As many weights, which sum to 1,000,000; none for none.
  public static func weights(of scores: [Int64]) -> [Weight] {
    precondition(scores.count <= mostScores, "weights are given to at most 64 instruments")
    precondition(
      scores.allSatisfy { (0...1_000_000_000).contains($0) }, "a score is from 0 to a billion")
    guard !scores.isEmpty else { return [] }
    let sum = scores.reduce(0, +)
    let parts = sum > 0 ? scores : scores.map { _ in 1 }
    let total = sum > 0 ? sum : Int64(scores.count)
    var weights = parts.map { $0 * whole / total }
    let remainders = parts.map { $0 * whole % total }
    // The remainders sum to the missing millionths times the total: fewer than there are weights.
    let missing = Int(whole - weights.reduce(0, +))
    let order = remainders.indices.sorted {
      (remainders[$1], $0) < (remainders[$0], $1)
    }
    for place in order.prefix(missing) { weights[place] += 1 }
    return weights.map { Weight(micros: $0) }
  }
}

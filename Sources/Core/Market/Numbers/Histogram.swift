/// Counts of values in equal bins: each contains its lower end, the last one its upper end too.
///
/// Source: trading-system.md, section 14.3.
public struct Histogram: Equatable, Sendable {
  public let low: Double
  public let high: Double
  public private(set) var counts: [Int64]
  /// Values below `low`.
  public private(set) var under: Int64 = 0
  /// Values above `high`.
  public private(set) var over: Int64 = 0
  /// Values that are no number: in no bin, and not hidden.
  public private(set) var invalid: Int64 = 0

  /// - Parameter bins: 1 to 1,000.
  /// - Returns: nil for another number of bins, when `low` is not below `high`, and when a bound or their
  ///   distance is too large for a double.
  public init?(bins: Int, from low: Double, to high: Double) {
    guard (1...1_000).contains(bins), low < high, ((high - low) * Double(bins)).isFinite else {
      return nil
    }
    self.low = low
    self.high = high
    counts = [Int64](repeating: 0, count: bins)
  }

  public mutating func add(_ value: Double) {
    guard !value.isNaN else {
      invalid += 1
      return
    }
    guard value >= low - 1e-9 else {
      under += 1
      return
    }
    guard value <= high + 1e-9 else {
      over += 1
      return
    }
    // A value on a boundary may come out a hair below it: the tolerance of section 2.2.
    let place = (value - low) * Double(counts.count) / (high - low)
    counts[min(Int(max(0, place + 1e-9)), counts.count - 1)] += 1
  }
}

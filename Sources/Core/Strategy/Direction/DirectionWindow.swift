public import Market

/// The close of one candle.
public struct PricePoint: Equatable, Sendable, BitwiseCopyable {
  /// nil: no finite price. One that is not above zero is kept as it is, and is invalid.
  public var close: Price?
  /// The end of the candle.
  public var at: Timestamp

  public init(close: Price?, at: Timestamp) {
    self.close = close
    self.at = at
  }

  /// In the quote currency; nil when invalid.
  var value: Double? {
    guard let close, close.micros > 0 else { return nil }
    return close.value
  }
}

/// The recent closes and coherence values of one instrument.
///
/// What a snapshot needs of it is the two lists; the `init` takes them back.
public struct DirectionWindow: Equatable, Sendable {
  /// The longest look that may be asked for: a day of minutes.
  public static let longestLook = 1_440

  public private(set) var closes: RecentValues<PricePoint>
  /// One value a metrics event; nil where the metrics were not ready.
  public private(set) var coherences: RecentValues<Ratio?>

  /// - Parameters:
  ///   - look: Candles from the first close of a slope to the last: the longest that will be asked for,
  ///     1 to 1,440.
  ///   - coherenceLookback: Candles over which coherence must not fall, 0 to 1,440.
  ///   - closes: Oldest first; the newest that fit are kept.
  ///   - coherences: Likewise.
  public init(
    look: Int, coherenceLookback: Int, closes: [PricePoint] = [], coherences: [Ratio?] = []
  ) {
    precondition((1...Self.longestLook).contains(look), "a look is 1 to 1,440 candles")
    precondition(
      (0...Self.longestLook).contains(coherenceLookback), "a lookback is 0 to 1,440 candles")
    self.closes = RecentValues(capacity: look + 1, closes)
    self.coherences = RecentValues(capacity: coherenceLookback + 1, coherences)
  }

  /// Takes in the close of an accepted candle.
  public mutating func record(close: Price?, at end: Timestamp) {
    closes.record(PricePoint(close: close, at: end))
  }

  /// Takes in the coherence of the next metrics event; nil when its metrics are not ready.
  public mutating func record(coherence: Ratio?) { coherences.record(coherence) }

  /// The slope from the close `look` candles back to the newest, in basis points.
  ///
  ///     slope = (last − first) ÷ first × 10,000
  ///
  /// It has no rule for gaps. Source: trading-system.md, sections 8 (step 4) and 9.3.
  ///
  /// - Parameter look: 1 or more, within what the window was made for.
  /// - Returns: nil with fewer than `look` + 1 closes, or an invalid one among them.
  public func slopeBasisPoints(over look: Int) -> Double? {
    precondition(look >= 1 && look < closes.capacity, "the window is too short for this look")
    guard closes.count > look else { return nil }
    for age in 1..<look where closes[age: age].value == nil { return nil }
    guard let first = closes[age: look].value, let last = closes[age: 0].value else { return nil }
    return Self.slope(from: first, to: last)
  }

  /// Newest coherence less the one `lookback` events before, and the newest.
  ///
  /// - Returns: nil with fewer than `lookback` + 1 values, or an invalid one among them.
  public func coherenceChange(over lookback: Int) -> (newest: Double, delta: Double)? {
    precondition(
      lookback >= 0 && lookback < coherences.capacity, "the window is too short for this lookback")
    guard coherences.count > lookback else { return nil }
    var oldest = 0.0
    var newest = 0.0
    for age in (0...lookback).reversed() {
      guard let coherence = coherences[age: age]?.value, MetricSnapshot.isValid(coherence) else {
        return nil
      }
      if age == lookback { oldest = coherence }
      newest = coherence
    }
    return (newest, newest - oldest)
  }

  static func slope(from first: Double, to last: Double) -> Double {
    (last - first) / first * 10_000
  }
}

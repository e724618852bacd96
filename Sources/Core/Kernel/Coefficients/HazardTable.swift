public import Events
public import Market
import Numerics

/// A life table of runs: at each age, how many met another bit and how many ended with it.
///
///     hbar = rdiv((flip_count + 1) * 1000000, N + 2)
///     a    = min(max(run_age, 1), 16)
///     lambda_hazard = rdiv(d[a] * 1000000 + 16 * hbar, n[a] + 16)
///
/// n and d count over the UTC day; the break rate of the window counts as 16 runs more, so that a
/// young day does not shout.
///
/// Source: metrics-kernel.md, section 7.3.
public struct HazardTable: Equatable, Sendable {
  /// The oldest age told apart; older runs count with it.
  public static let oldestAge = 16

  private var met = InlineArray<16, Int64>(repeating: 0)
  private var ended = InlineArray<16, Int64>(repeating: 0)

  public init() {}

  /// n[a]: how many runs of this age met another bit.
  ///
  /// - Parameter age: 1 to 16.
  public func met(atAge age: Int) -> Int64 { met[age - 1] }

  /// d[a]: how many of them ended with it.
  ///
  /// - Parameter age: 1 to 16.
  public func ended(atAge age: Int) -> Int64 { ended[age - 1] }

  /// Counts a linked push.
  ///
  /// - Parameter age: The age of the run before the push, 1 or more.
  /// - Parameter ends: Whether the bit differs from the one before.
  mutating func record(runAge age: Int, ends: Bool) {
    let slot = Self.slot(of: age)
    met[slot] += 1
    if ends { ended[slot] += 1 }
  }

  /// The probability that the current run ends with the next bit.
  ///
  /// - Parameter window: The metrics after the newest push.
  /// - Returns: Strictly between 0 and 1,000,000.
  public func hazard(of window: WindowMetrics) -> Ratio {
    let slot = Self.slot(of: window.runAge)
    let breakRate = roundedDivision(
      Int64(window.counts.flipCount + 1) * 1_000_000, by: Int64(window.counts.pairs + 2))
    return Ratio(
      micros: roundedDivision(ended[slot] * 1_000_000 + 16 * breakRate, by: met[slot] + 16))
  }

  private static func slot(of age: Int) -> Int { min(max(age, 1), oldestAge) - 1 }

  public static func == (left: HazardTable, right: HazardTable) -> Bool {
    for slot in 0..<oldestAge {
      guard left.met[slot] == right.met[slot], left.ended[slot] == right.ended[slot] else {
        return false
      }
    }
    return true
  }
}

extension HazardTable: StateKeeping {
  public mutating func archive<Archive: StateArchive & ~Copyable>(into archive: inout Archive) {
    var (met, ended) = ((0..<16).map { self.met[$0] }, (0..<16).map { self.ended[$0] })
    archive.bins("met", &met)
    archive.bins("ended", &ended)
    // A day has at most a candle a second.
    let isCounted = zip(met, ended).allSatisfy { $1 <= $0 && $0 <= DayCounters.mostCandles }
    archive.require(isCounted)
    guard isCounted else { return }
    for slot in 0..<Self.oldestAge {
      self.met[slot] = met[slot]
      self.ended[slot] = ended[slot]
    }
  }
}

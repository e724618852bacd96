public import Market

/// The metrics that an instrument is scored by: parts of one, nil when not measured.
public struct ScoreMetrics: Equatable, Sendable, BitwiseCopyable {
  /// The close of the newest candle in them.
  public var asOf: Timestamp
  public var coherence: Double?
  public var stability: Double?
  public var rupture: Double?
  public var entropy: Double?
  /// Only looked at when it has a weight.
  public var hazard: Double?

  public init(
    asOf: Timestamp, coherence: Double?, stability: Double?, rupture: Double?, entropy: Double?,
    hazard: Double?
  ) {
    self.asOf = asOf
    self.coherence = coherence
    self.stability = stability
    self.rupture = rupture
    self.entropy = entropy
    self.hazard = hazard
  }
}

/// What counts how much in a score.
///
///     score = 0.6·C + 0.2·S + 0.15·(1 − R) + 0.05·(1 − H) − w·hazard      kept within 0 to 1
///
/// Rupture and entropy enter reversed: quiet is good. Source: trading-system.md, section 6.1.
public struct ScoreWeights: Equatable, Sendable, BitwiseCopyable {
  public var coherence = 0.6
  public var stability = 0.2
  public var rupture = 0.15
  public var entropy = 0.05
  /// 0 is off.
  public var hazard = 0.0

  public init() {}

  /// Whether none is below zero and the first four sum to one, within 1e-9.
  public var isSound: Bool {
    guard coherence >= 0, stability >= 0, rupture >= 0, entropy >= 0, hazard >= 0 else {
      return false
    }
    let sum = coherence + stability + rupture + entropy
    return sum >= 1 - 1e-9 && sum <= 1 + 1e-9 && hazard.isFinite
  }

  /// The score of some metrics; nil when one that counts is missing or not from 0 to 1.
  public func score(of metrics: ScoreMetrics) -> Score? {
    guard let c = valid(metrics.coherence), let s = valid(metrics.stability),
      let r = valid(metrics.rupture), let h = valid(metrics.entropy)
    else { return nil }
    var sum = coherence * c + stability * s + rupture * (1 - r) + entropy * (1 - h)
    if hazard > 0 {
      guard let measured = valid(metrics.hazard) else { return nil }
      sum = sum - hazard * measured
    }
    return Score(value: min(1, max(0, sum)), coherence: c, rupture: r)
  }

  private func valid(_ metric: Double?) -> Double? {
    guard let metric, metric >= 0, metric <= 1 else { return nil }
    return metric
  }
}

/// What an instrument is ranked by.
public struct Score: Equatable, Sendable, BitwiseCopyable {
  /// 0 to 1.
  public let value: Double
  /// Breaks ties: the higher goes first.
  public let coherence: Double
  /// Breaks the ties that are left: the lower goes first.
  public let rupture: Double

  /// The value in billionths. Scores within 1e-9 count as equal (section 2.2), and whole numbers make
  /// that an order.
  var billionths: Int64 { Self.billionths(value) }

  /// - Parameter value: Within ±1e9.
  static func billionths(_ value: Double) -> Int64 { Int64((value * 1_000_000_000).rounded()) }
}

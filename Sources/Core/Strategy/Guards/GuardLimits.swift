public import Market

/// What the metrics of an instrument must reach before a position may be opened.
///
/// The defaults are those for `kernel.v1`. They limit the rate of entries and are no evidence of an edge: a
/// fair coin passes them as often.
///
/// Source: trading-system.md, section 7.
public struct GuardLimits: Equatable, Sendable, BitwiseCopyable {
  /// A part of one, as all metrics are. Exactly at a limit passes.
  public var leastCoherence = 0.20
  public var leastStability = 0.45
  public var mostRupture = 0.30
  public var mostEntropy = 0.990
  /// nil: not asked for.
  public var mostHazard: Double?
  /// How old the snapshot may be, in ns; for longer bars see `Freshness.limit`.
  public var oldestNanoseconds: Int64

  public init(bar: Granularity = .m1) {
    oldestNanoseconds = Freshness.limit(seconds: 300, bar: bar)
  }

  /// Every reason why the snapshot does not pass; empty when it does.
  public func report(on snapshot: MetricSnapshot?, at now: Timestamp) -> GuardReport {
    guard let snapshot, snapshot.isReady else { return [.metricsMissing] }
    var report = GuardReport()
    let age = Freshness.age(of: snapshot.asOf, at: now)
    report.insert(.signalStale, if: age > oldestNanoseconds)
    report.insert(.signalFuture, if: age < -Freshness.mostAheadNanoseconds)

    let coherence = finding(in: snapshot.coherence, atLeast: leastCoherence)
    report.insert(coherence, .coherenceMissing, .coherenceInvalid, .coherenceLow)
    let stability = finding(in: snapshot.stability, atLeast: leastStability)
    report.insert(stability, .stabilityMissing, .stabilityInvalid, .stabilityLow)
    let rupture = finding(in: snapshot.rupture, atMost: mostRupture)
    report.insert(rupture, .ruptureMissing, .ruptureInvalid, .ruptureHigh)
    let entropy = finding(in: snapshot.entropy, atMost: mostEntropy)
    report.insert(entropy, .entropyMissing, .entropyInvalid, .entropyHigh)
    if let mostHazard {
      let hazard = finding(in: snapshot.hazard, atMost: mostHazard)
      report.insert(hazard, .hazardMissing, .hazardInvalid, .hazardHigh)
    }
    return report
  }

  private func finding(in metric: Double?, atLeast limit: Double) -> Finding {
    guard let metric else { return .missing }
    guard MetricSnapshot.isValid(metric) else { return .invalid }
    return Tolerance.isAtLeast(metric, limit) ? .good : .beyond
  }

  private func finding(in metric: Double?, atMost limit: Double) -> Finding {
    guard let metric else { return .missing }
    guard MetricSnapshot.isValid(metric) else { return .invalid }
    return Tolerance.isAtMost(metric, limit) ? .good : .beyond
  }
}

/// What one metric is like.
private enum Finding { case good, missing, invalid, beyond }

extension ReasonSet where Reason == GuardReason {
  /// Puts in the reason that a finding stands for.
  fileprivate mutating func insert(
    _ finding: Finding, _ missing: Reason, _ invalid: Reason, _ beyond: Reason
  ) {
    switch finding {
    case .good: return
    case .missing: insert(missing)
    case .invalid: insert(invalid)
    case .beyond: insert(beyond)
    }
  }
}

public import Market

/// Decides a direction from recent closes and coherence: the slope says which way, the rest whether to
/// believe it.
///
/// Source: trading-system.md, section 8; `kernel.v1` defaults.
public struct DirectionLimits: Equatable, Sendable, BitwiseCopyable {
  /// Candles from the first close to the last.
  public var look = 12
  /// The least slope, in basis points.
  public var thresholdBasisPoints = 2.0
  /// The coherence gate, a part of one.
  public var leastCoherence = 0.20
  /// Candles over which coherence must not fall.
  public var coherenceLookback = 3
  /// How much coherence may change over them; negative, so that it may fall a little.
  public var leastCoherenceDelta = -0.02
  /// How far apart neighbouring closes may be, in ns; for longer bars see `Freshness.limit`.
  public var widestGapNanoseconds: Int64

  public init(bar: Granularity = .m1) {
    widestGapNanoseconds = Freshness.limit(seconds: 300, bar: bar)
  }

  /// An empty window that is long enough for these limits.
  ///
  /// - Parameter exitLook: The look of the slope exit, if it may be the longer one.
  public func window(exitLook: Int = 1) -> DirectionWindow {
    DirectionWindow(look: max(look, exitLook), coherenceLookback: coherenceLookback)
  }

  /// The side to take, or flat with the first reason that speaks against it.
  public func verdict(on window: DirectionWindow) -> DirectionVerdict {
    guard window.closes.count > look else { return DirectionVerdict(reason: .priceHistoryShort) }
    let slope: Double
    let mean: Double
    let last: Double
    switch prices(of: window) {
    case .refused(let reason): return DirectionVerdict(reason: reason)
    case .read(let read): (slope, mean, last) = read
    }
    var verdict = DirectionVerdict(reason: .ok, slopeBasisPoints: slope)
    guard Tolerance.isAtLeast(slope.magnitude, thresholdBasisPoints) else {
      return verdict.refused(.slopeBelowThreshold)
    }
    let isConfirmed =
      slope > 0
      ? Tolerance.isAbove(last, mean) : slope < 0 && Tolerance.isBelow(last, mean)
    guard isConfirmed else { return verdict.refused(.priceUnconfirmed) }
    guard let change = window.coherenceChange(over: coherenceLookback) else {
      return verdict.refused(.coherenceHistoryShort)
    }
    verdict.coherenceDelta = change.delta
    guard Tolerance.isAtLeast(change.newest, leastCoherence) else {
      return verdict.refused(.coherenceLow)
    }
    guard Tolerance.isAtLeast(change.delta, leastCoherenceDelta) else {
      return verdict.refused(.coherenceFalling)
    }
    verdict.side = slope > 0 ? .long : .short
    verdict.confidence = confidence(slope: slope, delta: change.delta)
    return verdict
  }

  private enum Prices {
    case read((slope: Double, mean: Double, last: Double))
    case refused(DirectionReason)
  }

  /// One walk from the oldest close of the look to the newest. An invalid price is told before a gap.
  private func prices(of window: DirectionWindow) -> Prices {
    var hasGap = false
    var first = 0.0
    var last = 0.0
    var sum = 0.0
    var before = Timestamp.zero
    for age in (0...look).reversed() {
      let point = window.closes[age: age]
      guard let close = point.value else { return .refused(.priceInvalid) }
      if age == look {
        first = close
      } else {
        let step = Freshness.age(of: before, at: point.at)
        if step <= 0 || step > widestGapNanoseconds { hasGap = true }
      }
      (before, last) = (point.at, close)
      sum += close
    }
    if hasGap { return .refused(.priceGap) }
    return .read(
      (DirectionWindow.slope(from: first, to: last), sum / Double(look + 1), last))
  }

  ///     clamp(0.7 × min(1, |slope| ÷ (3 × threshold)) + 0.3 × clamp(0.5 + delta ÷ 0.20))
  private func confidence(slope: Double, delta: Double) -> Double {
    let steepness = min(1, slope.magnitude / (3 * thresholdBasisPoints))
    return clamped(0.7 * steepness + 0.3 * clamped(0.5 + delta / 0.20))
  }

  private func clamped(_ value: Double) -> Double { min(1, max(0, value)) }
}

extension DirectionVerdict {
  fileprivate func refused(_ reason: DirectionReason) -> DirectionVerdict {
    var copy = self
    copy.reason = reason
    return copy
  }
}

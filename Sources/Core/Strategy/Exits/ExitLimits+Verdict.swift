public import Market

/// What surrounds a position when its exits are checked. Everything may be missing.
public struct ExitSurroundings: Equatable, Sendable, BitwiseCopyable {
  public var quote: QuoteSnapshot?
  /// Over `slopeLook` candles, as `DirectionWindow.slopeBasisPoints` gives it; nil: too few valid closes.
  public var slopeBasisPoints: Double?
  /// When the session of the instrument ends; nil while it is over.
  public var sessionClosesAt: Timestamp?
  /// The last closing fill of the instrument.
  public var lastExitAt: Timestamp?

  public init(
    quote: QuoteSnapshot?, slopeBasisPoints: Double?, sessionClosesAt: Timestamp?,
    lastExitAt: Timestamp?
  ) {
    self.quote = quote
    self.slopeBasisPoints = slopeBasisPoints
    self.sessionClosesAt = sessionClosesAt
    self.lastExitAt = lastExitAt
  }
}

extension ExitLimits {
  /// The first exit that fires, in the order: before close, stop, target, slope.
  ///
  /// The first three never wait. An unusable quote skips stop and target: the stop at the broker covers
  /// that time, and something unknown is never a reason to close.
  public func verdict(
    on position: OpenPosition, in surroundings: ExitSurroundings, at now: Timestamp
  ) -> ExitVerdict {
    if let verdict = beforeClose(surroundings.sessionClosesAt, at: now) { return verdict }
    let byProfit = profitExit(of: position, at: surroundings.quote, now: now)
    if byProfit.isExit { return byProfit }
    return slopeExit(of: position, in: surroundings, at: now) ?? byProfit
  }

  /// The exit before the session's end alone: it is also checked without a candle, when the session
  /// clock turns near close or closed (section 9.1).
  public func beforeClose(_ sessionClosesAt: Timestamp?, at now: Timestamp) -> ExitVerdict? {
    guard leavesBeforeClose else { return nil }
    guard let sessionClosesAt else { return ExitVerdict(.exitBeforeClose, isDeferred: true) }
    let left = sessionClosesAt.nanoseconds - now.nanoseconds
    return left <= nearCloseNanoseconds ? ExitVerdict(.exitBeforeClose) : nil
  }

  private func profitExit(
    of position: OpenPosition, at quote: QuoteSnapshot?, now: Timestamp
  ) -> ExitVerdict {
    guard watchesProfit else { return ExitVerdict(.hold) }
    if let fault = self.quote.fault(of: quote, at: now) { return ExitVerdict(ExitReason(fault)) }
    guard let quote, let profit = position.profit(at: quote, in: profitUnit) else {
      return ExitVerdict(.hold)
    }
    if Tolerance.isAtMost(profit, stopLoss) { return ExitVerdict(.pnlStopLoss, value: profit) }
    if Tolerance.isAtLeast(profit, takeProfit) {
      return ExitVerdict(.pnlTakeProfit, value: profit)
    }
    return ExitVerdict(.hold)
  }

  /// nil when the slope does not speak against the position.
  private func slopeExit(
    of position: OpenPosition, in surroundings: ExitSurroundings, at now: Timestamp
  ) -> ExitVerdict? {
    guard watchesSlope, let slope = surroundings.slopeBasisPoints,
      Tolerance.isAtMost(slope * position.side.sign, -slopeBasisPoints)
    else { return nil }
    let hasRested =
      cooldown.hasRested(since: position.entryAt, at: now)
      && cooldown.hasRested(since: surroundings.lastExitAt, at: now)
    return ExitVerdict(hasRested ? .slopeReversal : .exitCooldown, value: slope)
  }
}

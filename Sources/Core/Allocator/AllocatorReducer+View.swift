public import Evaluator
public import Market
public import Strategy

/// A shadow, as others may ask for it between turns.
public struct ShadowView: Sendable {
  /// As `ParameterSet.key` writes it.
  public let parameterKey: String
  /// Whether it has run over the whole thirty days.
  public let isReady: Bool
  /// A part of one; nil: no bar of the thirty days was open.
  public let coverage: Double?
  /// nil: not ready, too little coverage, or too many trades.
  public let summary: Summary?
  /// The side of its open position; flat when there is none.
  public let openSide: Stance
}

extension AllocatorReducer {
  /// The shadow of an instrument; nil where it has none.
  ///
  /// - Parameter now: Not before the newest candle's close.
  public func shadow(of instrument: InstrumentID, at now: Timestamp) -> ShadowView? {
    guard instrument.index < instruments.count,
      let shadow = instruments[instrument.index].shadow
    else { return nil }
    let finding = shadow.finding(at: now, leastCoverage: rules.leastCoverage)
    var isReady = true
    if case .missing(.notCaughtUp) = finding.reading { isReady = false }
    return ShadowView(
      parameterKey: shadow.key, isReady: isReady, coverage: finding.coverage,
      summary: finding.summary, openSide: shadow.harness.side)
  }

  /// The newest trade of an instrument's shadow that this value saw end, with its number from 1.
  ///
  /// It forgets the one before; whoever collects trades asks after each event.
  public func newestTrade(of instrument: InstrumentID) -> (number: UInt64, trade: Trade)? {
    guard instrument.index < instruments.count,
      let shadow = instruments[instrument.index].shadow, let trade = shadow.newestTrade
    else { return nil }
    return (shadow.tradesSeen, trade)
  }
}

public import Market
public import Strategy

/// A position of the harness; it has no size.
public struct HarnessPosition: Equatable, Sendable, BitwiseCopyable {
  /// Long or short.
  public var side: Stance
  public var entryAt: Timestamp
  /// In the quote currency, not rounded.
  public var entryPrice: Double

  public init(side: Stance, entryAt: Timestamp, entryPrice: Double) {
    precondition(side != .flat, "a position has a side")
    self.side = side
    self.entryAt = entryAt
    self.entryPrice = entryPrice
  }
}

/// What a harness decided at a close.
public enum HarnessDecision: Equatable, Sendable, BitwiseCopyable {
  /// Long or short.
  case entry(Stance)
  case exit(TradeExit)
}

/// What was decided at the last close and is filled at the next open.
public struct PendingFill: Equatable, Sendable, BitwiseCopyable {
  public var decision: HarnessDecision
  public var decidedAt: Timestamp

  public init(decision: HarnessDecision, decidedAt: Timestamp) {
    self.decision = decision
    self.decidedAt = decidedAt
  }
}

/// Everything that a harness remembers between candles.
public struct HarnessState: Equatable, Sendable {
  public var window: DirectionWindow
  public var history = EntryHistory()
  public var position: HarnessPosition?
  public var pending: PendingFill?
  /// The newest metrics that are visible.
  public var snapshot: MetricSnapshot?
  /// The open of the newest candle.
  public var newestOpenAt: Timestamp?

  /// - Parameter window: From `DirectionLimits.window(exitLook:)`, long enough for the rules.
  public init(window: DirectionWindow) { self.window = window }
}

/// What one candle did.
public struct HarnessStep: Equatable, Sendable, BitwiseCopyable {
  /// The side of an entry that expired, at the candle's open; it never was an entry.
  public var expired: Stance?
  /// The trade that ended, at the open or by the stop.
  public var trade: Trade?
  /// What was decided at the close.
  public var decision: HarnessDecision?
  /// The candle was not newer than the one before, or had a price that is none: nothing was done.
  public var isIgnored = false

  public init() {}
}

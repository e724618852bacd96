public import Market

/// What a run trades with, and on.
///
/// Source: trading-system.md, section 11.7.
public enum TradingMode: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  case replay = 0
  case backtest = 1
  case paper = 2
  case practice = 3
  case live = 4

  public var name: String {
    switch self {
    case .replay: "replay"
    case .backtest: "backtest"
    case .paper: "paper"
    case .practice: "practice"
    case .live: "live"
    }
  }

  /// Whether orders go to a broker's host.
  public var isAtBroker: Bool { self == .practice || self == .live }
}

/// All that readiness asks for. What is nil is not known, and blocks.
public struct ReadinessInputs: Equatable, Sendable, BitwiseCopyable {
  public var isKillSwitchEngaged: Bool?
  public var mode: TradingMode?
  public var isReadOnly: Bool?
  /// Asked for in live only.
  public var isLiveTradingEnabled: Bool?
  /// On paper: the feed.
  public var isBrokerConnected: Bool?
  /// When the account was last observed.
  public var accountAt: Timestamp?
  public var isMarketOpen: Bool?
  public var isInstrumentOpen: Bool?
  public var isNearClose: Bool?
  public var quote: QuoteSnapshot?
  /// Section 11.3.
  public var isSpreadFine: Bool?
  /// The as-of time of the newest snapshot that is ready.
  public var signalAt: Timestamp?
  /// Section 7.
  public var guardsPass: Bool?
  /// When the gates were last published.
  public var gatesAt: Timestamp?
  public var isGateOpen: Bool?
  /// The evaluator's cooldown, section 5.
  public var isCoolingDown: Bool?
  public var weight: Ratio?
  /// Reduce-only: the allocator filled it in, or an operator or missing data holds it back.
  public var isReduceOnly: Bool?
  public var isMarginGateShut: Bool?
  /// Section 11.4.
  public var isValueAtRiskFine: Bool?
  public var isDailyLossReached: Bool?

  /// Nothing known: everything blocks.
  public init() {}
}

/// What a mode needs before it may start, one bit each.
///
/// That a live run's kill switch is released by hand is no need of the start: it starts engaged.
///
/// Source: trading-system.md, sections 11.7 and 19.
public struct StartNeeds: OptionSet, Sendable, BitwiseCopyable {
  public let rawValue: UInt8

  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let journal = StartNeeds(rawValue: 1)
  public static let candles = StartNeeds(rawValue: 2)
  public static let feedCredentials = StartNeeds(rawValue: 4)
  /// A token of the practice host; one of the live host is none.
  public static let practiceCredentials = StartNeeds(rawValue: 8)
  /// A token of the live host; one of the practice host is none.
  public static let liveCredentials = StartNeeds(rawValue: 16)
  /// `LIVE_TRADING_ENABLED=1`.
  public static let liveTradingEnabled = StartNeeds(rawValue: 32)
  /// `RISK_MAX_LOSS_AT_STOP_PCT` is set.
  public static let lossAtStop = StartNeeds(rawValue: 64)
}

extension TradingMode {
  public var needs: StartNeeds {
    switch self {
    case .replay: .journal
    case .backtest: .candles
    case .paper: .feedCredentials
    case .practice: [.practiceCredentials, .lossAtStop]
    case .live: [.liveCredentials, .liveTradingEnabled, .lossAtStop]
    }
  }

  /// What is missing for a start; empty when nothing is.
  public func missing(of there: StartNeeds) -> StartNeeds { needs.subtracting(there) }
}

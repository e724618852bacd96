/// What a run trades with. Fixed for a run: changing it is a restart.
///
/// Source: trading-system.md, section 11.7.
public enum TradingMode: UInt8, Sendable, CaseIterable, BitwiseCopyable {
  case replay = 0
  case backtest = 1
  /// Live quotes, fills by our own paper venue.
  case paper = 2
  case practice = 3
  case live = 4

  public static let shipped = TradingMode.paper

  /// - Parameter text: As `paper`; nil for anything else.
  public init?(text: String) {
    switch text {
    case "replay": self = .replay
    case "backtest": self = .backtest
    case "paper": self = .paper
    case "practice": self = .practice
    case "live": self = .live
    default: return nil
    }
  }

  public var text: String {
    switch self {
    case .replay: "replay"
    case .backtest: "backtest"
    case .paper: "paper"
    case .practice: "practice"
    case .live: "live"
    }
  }

  public enum Feed: UInt8, Sendable, CaseIterable, BitwiseCopyable {
    case journal = 0
    case candles = 1
    case live = 2
  }

  public var feed: Feed {
    switch self {
    case .replay: .journal
    case .backtest: .candles
    case .paper, .practice, .live: .live
    }
  }

  public enum Broker: UInt8, Sendable, CaseIterable, BitwiseCopyable {
    case none = 0
    case paper = 1
    case practiceHost = 2
    case liveHost = 3
  }

  public var broker: Broker {
    switch self {
    case .replay: .none
    case .backtest, .paper: .paper
    case .practice: .practiceHost
    case .live: .liveHost
    }
  }

  /// Whether orders go to a broker in the world: there nothing of the safety is advisory.
  public var hasRealBroker: Bool { broker == .practiceHost || broker == .liveHost }

  /// `RISK_MAX_LOSS_AT_STOP_PCT` where it is not set, a share of NAV; nil where there is no default:
  /// practice and live must set it, and a replay takes what was recorded.
  ///
  /// Source: design.md, section 10.
  public var shippedLossAtStop: Double? {
    switch self {
    case .backtest, .paper: 0.01
    case .replay, .practice, .live: nil
    }
  }
}

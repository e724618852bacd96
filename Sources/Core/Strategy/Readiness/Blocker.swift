/// What stands in the way of an entry, in the fixed order in which it is told.
///
/// Source: trading-system.md, section 9.5.
public enum Blocker: UInt8, OrderedReason {
  case killSwitch = 0
  case mode = 1
  case broker = 2
  case account = 3
  case market = 4
  case session = 5
  case nearClose = 6
  case quote = 7
  case spread = 8
  case signal = 9
  case guards = 10
  case gatesBlob = 11
  case gate = 12
  case cooldown = 13
  case weight = 14
  case filled = 15
  case margin = 16
  case valueAtRisk = 17
  case dailyLoss = 18

  public var name: String {
    switch self {
    case .killSwitch: "kill_switch"
    case .mode: "mode"
    case .broker: "broker"
    case .account: "account"
    case .market: "market"
    case .session: "session"
    case .nearClose: "near_close"
    case .quote: "quote"
    case .spread: "spread"
    case .signal: "signal"
    case .guards: "guards"
    case .gatesBlob: "gates_blob"
    case .gate: "gate"
    case .cooldown: "cooldown"
    case .weight: "weight"
    case .filled: "filled"
    case .margin: "margin"
    case .valueAtRisk: "var"
    case .dailyLoss: "daily_loss"
    }
  }
}

/// Everything that stands in the way of an entry; empty when it is ready.
public typealias Blockers = ReasonSet<Blocker>

extension ReasonSet where Reason == Blocker {
  @inlinable public var isReady: Bool { isEmpty }
}

public import Configuration
import Ledger
public import Market
import Risk

/// What others may ask a portfolio between turns.
extension PortfolioReducer {
  public struct KillSwitchState: Equatable, Sendable {
    public let isEngaged: Bool
    public let owner: String
    public let reason: String
    /// The event that put it there; 0 at first boot.
    public let sequence: UInt64
  }

  public var killSwitchState: KillSwitchState {
    KillSwitchState(
      isEngaged: killSwitch.isEngaged || rules.isForced, owner: killOwner,
      reason: killReason, sequence: killSequence)
  }

  /// The trading day in which a loss limit engaged the kill switch; nil when none did, or something else
  /// engages it too.
  public var lossDay: Int64? {
    let losses: KillCauses = [.dailyLoss, .drawdown]
    guard !killSwitch.causes.isEmpty, killSwitch.causes.subtracting(losses).isEmpty else {
      return nil
    }
    return killSwitch.lossDay ?? tradingDay
  }

  /// The settings in force; nil where none were applied.
  public var settings: TradingSettings? {
    settingsText.isEmpty ? nil : TradingSettings(canonicalText: settingsText)
  }

  /// Net units of an instrument, as rules reckon with them.
  public func units(of instrument: InstrumentID) -> Int64 {
    instrument.index < instruments.count ? instruments[instrument.index].units : 0
  }

  /// What there is to tell at the end of a run.
  ///
  /// - Parameter names: The instruments, in the order of the journal.
  public func endState(of names: [String]) -> PortfolioEnd {
    PortfolioEnd(
      killSwitch: killSwitchState, openOrders: Int64(orders.count),
      openLots: instruments.reduce(0) { $0 + Int64($1.lots.count) },
      positions: zip(names, instruments).filter { $0.1.units != 0 }.map { ($0.0, $0.1.units) })
  }
}

/// What a portfolio holds at the end of a run.
public struct PortfolioEnd: Sendable {
  public let killSwitch: PortfolioReducer.KillSwitchState
  public let openOrders: Int64
  public let openLots: Int64
  public let positions: [(name: String, units: Int64)]
}

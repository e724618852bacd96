/// Whether orders are made, and whether they leave.
///
/// Source: trading-system.md, sections 9.5 (blocker `mode`) and 11.7.
public struct OrderSending: Equatable, Sendable {
  /// nil while unknown.
  public var mode: TradingMode?
  /// `READ_ONLY`: only observes, in any mode.
  public var isReadOnly: Bool
  /// `DRY_RUN_TRADES`: records orders and sends none.
  public var isDryRun: Bool
  /// `LIVE_TRADING_ENABLED`.
  public var isLiveEnabled: Bool

  public init(
    mode: TradingMode?, isReadOnly: Bool = false, isDryRun: Bool = false,
    isLiveEnabled: Bool = false
  ) {
    self.mode = mode
    self.isReadOnly = isReadOnly
    self.isDryRun = isDryRun
    self.isLiveEnabled = isLiveEnabled
  }

  /// Whether orders are decided and recorded, reductions included.
  public var records: Bool {
    guard let mode, !isReadOnly else { return false }
    return mode != .live || isLiveEnabled
  }

  /// Whether recorded orders go to a broker, ours on paper included.
  public var sends: Bool {
    guard let mode, records, !isDryRun else { return false }
    return mode.broker != .none
  }
}

/// How much margin all positions together may aim at.
public struct BudgetLimits: Equatable, Sendable {
  /// `RISK_ALLOC_TARGET_PCT`, a share of the base; what lies outside 0 to 0.50 counts as the nearer
  /// end, NaN as 0.
  public var targetShare = 0.30
  /// K, how many instruments share the budget; less than 1 counts as 1.
  public var topK: Int64 = 3
  /// `PM_MAX_PER_POS_PCT`, a share of the budget.
  public var perInstrumentShare = 0.34

  public init() {}
}

public enum BudgetReason: UInt8, Sendable, CaseIterable, BitwiseCopyable {
  case ok = 0
  /// Balance or available margin is missing or not finite.
  case accountInvalid = 1
  /// The base is not above 0.
  case noMargin = 2

  public var text: String {
    switch self {
    case .ok: "ok"
    case .accountInvalid: "account_invalid"
    case .noMargin: "no_margin"
    }
  }
}

/// The margin to aim at, in all and for one instrument. 0 forbids increases and closes nothing.
///
///     base   = min(balance, margin available)
///     budget = base × clamp(target share, 0 … 0.50)
///     cap    = min(budget ÷ K, per instrument share × budget)
///
/// Source: trading-system.md, section 10.1.
public struct Budget: Equatable, Sendable {
  /// Account units; 0 when the account is invalid.
  public let base: Double
  /// Account units, 0 or more.
  public let total: Double
  /// The most margin of one instrument, in account units, 0 or more.
  public let cap: Double
  public let reason: BudgetReason

  /// The highest share that counts.
  public static let highestTargetShare = 0.50

  public init(balance: Double?, marginAvailable: Double?, limits: BudgetLimits = BudgetLimits()) {
    guard let balance = finite(balance), let available = finite(marginAvailable) else {
      self.init(base: 0, total: 0, cap: 0, reason: .accountInvalid)
      return
    }
    let base = min(balance, available)
    guard isAbove(base, 0) else {
      self.init(base: base, total: 0, cap: 0, reason: .noMargin)
      return
    }
    // Written so that NaN becomes 0.
    let share = limits.targetShare > 0 ? min(limits.targetShare, Self.highestTargetShare) : 0
    let total = base * share
    let part = limits.perInstrumentShare > 0 ? limits.perInstrumentShare * total : 0
    self.init(
      base: base, total: total, cap: min(total / Double(max(1, limits.topK)), part), reason: .ok)
  }

  public init(of account: AccountView, limits: BudgetLimits = BudgetLimits()) {
    self.init(
      balance: account.balance, marginAvailable: account.marginAvailable, limits: limits)
  }

  /// A budget that was worked out before and recorded.
  public init(base: Double, total: Double, cap: Double, reason: BudgetReason) {
    self.base = base
    self.total = total
    self.cap = cap
    self.reason = reason
  }
}

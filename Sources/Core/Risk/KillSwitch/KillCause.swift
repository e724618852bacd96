/// What engages the kill switch.
///
/// Source: trading-system.md, sections 11.1 and 11.5; oanda-v20.md, transactions and cancel reasons.
public enum KillCause: UInt8, Sendable, CaseIterable, BitwiseCopyable {
  /// A new journal starts with the switch engaged.
  case firstBoot = 0
  case operatorRequest = 1
  /// `KILL_SWITCH_FORCE_ENV=1`.
  case forced = 2
  case marginCritical = 3
  case dailyLoss = 4
  case drawdown = 5
  /// The broker refused our credentials.
  case brokerAuthentication = 6
  /// The journal could not be written.
  case journalFault = 7
  /// A replay said something else than the journal.
  case replayDiffered = 8
  /// Three orders of unknown outcome in ten minutes.
  case unknownOrders = 9
  /// The broker locked the account or its orders.
  case accountLocked = 10
  case marginCall = 11
  /// The broker closed positions for want of margin.
  case marginCloseout = 12

  /// How long a cause stands in the way of a release.
  public enum Persistence: UInt8, Sendable, CaseIterable, BitwiseCopyable {
    /// It happened and is over: the operator's release answers it.
    case over = 0
    /// Until the next trading day.
    case tradingDay = 1
    /// Until the used share of margin is known and below the limit.
    case usedMargin = 2
    /// Until NAV is known: the release starts the highest NAV anew there.
    case knownNAV = 3
    /// As long as the world says so: `KillConditions.standing`.
    case standing = 4
  }

  public var persistence: Persistence {
    switch self {
    case .firstBoot, .operatorRequest, .replayDiffered, .marginCloseout: .over
    case .dailyLoss: .tradingDay
    case .marginCritical: .usedMargin
    case .drawdown: .knownNAV
    case .forced, .brokerAuthentication, .journalFault, .unknownOrders, .accountLocked, .marginCall:
      .standing
    }
  }

  /// Whether the node engages the switch for it by itself, without an operator.
  public var isAutomatic: Bool { self != .operatorRequest }

  public var text: String {
    switch self {
    case .firstBoot: "first_boot"
    case .operatorRequest: "operator"
    case .forced: "forced"
    case .marginCritical: "margin_critical"
    case .dailyLoss: "daily_loss"
    case .drawdown: "drawdown"
    case .brokerAuthentication: "broker_authentication"
    case .journalFault: "journal_fault"
    case .replayDiffered: "replay_differed"
    case .unknownOrders: "unknown_orders"
    case .accountLocked: "account_locked"
    case .marginCall: "margin_call"
    case .marginCloseout: "margin_closeout"
    }
  }
}

/// Some causes at once, one bit each.
public struct KillCauses: OptionSet, Sendable, BitwiseCopyable {
  public let rawValue: UInt16

  @inlinable public init(rawValue: UInt16) { self.rawValue = rawValue }

  @inlinable public init(_ cause: KillCause) { rawValue = 1 << UInt16(cause.rawValue) }

  public static let dailyLoss = KillCauses(.dailyLoss)
  public static let drawdown = KillCauses(.drawdown)
  public static let marginCritical = KillCauses(.marginCritical)
  public static let forced = KillCauses(.forced)

  /// Every bit that has a meaning.
  public static let all = KillCauses(rawValue: (1 << UInt16(KillCause.allCases.count)) - 1)

  @inlinable public func contains(_ cause: KillCause) -> Bool { contains(KillCauses(cause)) }

  /// Their names, the limits of section 11.5 in the order of that section.
  public var texts: [String] {
    let limits: [KillCause] = [.dailyLoss, .drawdown, .marginCritical]
    return (limits + KillCause.allCases.filter { !limits.contains($0) }).filter(contains)
      .map(\.text)
  }
}

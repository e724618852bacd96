/// Why a gate is as it was published. The raw values are for archives.
///
/// Source: trading-system.md, section 5.4.
public enum GateReason: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  case ok = 0
  case cooldown = 1
  case closed = 2
  /// There is no valid summary, whatever the gate.
  case summaryMissing = 3
  case cooldownArmed = 4
  case nearClose = 5
  /// Good, but not often enough in a row.
  case awaitingConfirmation = 6
  case belowFloor = 7

  public var name: String {
    switch self {
    case .ok: "ok"
    case .cooldown: "cooldown"
    case .closed: "closed"
    case .summaryMissing: "summary_missing"
    case .cooldownArmed: "cooldown_armed"
    case .nearClose: "near_close"
    case .awaitingConfirmation: "awaiting_confirmation"
    case .belowFloor: "below_floor"
    }
  }
}

/// What is published of one instrument after one evaluation.
public struct GateVerdict: Equatable, Sendable, BitwiseCopyable {
  public var isOpen: Bool
  public var isInCooldown: Bool
  public var reason: GateReason

  public init(isOpen: Bool, isInCooldown: Bool = false, reason: GateReason) {
    self.isOpen = isOpen
    self.isInCooldown = isInCooldown
    self.reason = reason
  }
}

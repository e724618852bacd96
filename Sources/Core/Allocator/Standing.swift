/// What became of an instrument in a round, in the order of the checks. The raw values are for archives.
///
/// Source: trading-system.md, section 6.2.
public enum Standing: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  /// Has a weight, and may grow.
  case selected = 0
  /// Has a weight so that the set is complete; it may be kept or reduced and never grows.
  case filled = 1
  /// Could be traded, and was not among the best.
  case unranked = 2
  case closed = 3
  case nearClose = 4
  /// A metric is missing, invalid or too old.
  case noScore = 5
  case cooldown = 6
  case disabled = 7

  public var name: String {
    switch self {
    case .selected: "selected"
    case .filled: "filled"
    case .unranked: "unranked"
    case .closed: "closed"
    case .nearClose: "near_close"
    case .noScore: "no_score"
    case .cooldown: "cooldown"
    case .disabled: "disabled"
    }
  }
}

/// What an accepted tick was to the kernel.
///
/// Source: metrics-kernel.md, section 2.2.
public enum TickStep: UInt8, Sendable, CaseIterable {
  /// No tick before.
  case first = 0
  /// More than four hours after the last: register and triad are cleared.
  case reset = 1
  /// More than five minutes after the last: the next bit will not be linked.
  case seam = 2
  /// The mid did not move.
  case unchanged = 3
  /// The mid moved: one bit was pushed.
  case transition = 4
}

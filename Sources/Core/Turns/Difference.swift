public import Events
public import Market

/// The first place where what was emitted again is not what was recorded.
public struct Difference: Equatable, Sendable {
  /// One side of it: an event as it stands or would stand, with its fields as people read them.
  public struct Side: Equatable, Sendable {
    public let kind: EventKind
    /// The event it answers, 0 for a timer.
    public let cause: UInt64
    /// Sequences of the facts it used.
    public let because: [UInt64]
    public let fields: [ReadableField]
  }

  /// The sequence at which the two part.
  public let sequence: UInt64
  public let at: Timestamp
  /// The event that was being applied, 0 for a timer.
  public let cause: UInt64
  /// Nil: nothing was recorded here, but something was emitted.
  public let recorded: Side?
  /// Nil: something was recorded here that nobody emitted.
  public let replayed: Side?

  /// Names of the fields that differ, in stored order.
  ///
  /// `event` stands for a missing side, `kind` for different kinds, `cause` and `because` for what an
  /// event refers to, and `frame` for anything else around the payload.
  public var differingFields: [String] {
    guard let recorded, let replayed else { return ["event"] }
    guard recorded.kind == replayed.kind else { return ["kind"] }
    var names: [String] = []
    if recorded.cause != replayed.cause { names.append("cause") }
    if recorded.because != replayed.because { names.append("because") }
    names += zip(recorded.fields, replayed.fields).filter { $0 != $1 }.map(\.0.name)
    return names.isEmpty ? ["frame"] : names
  }
}

/// Who brings an input, and what happens while many of them wait.
///
/// Each lane has its own bound, so that one that is full never holds up another.
///
/// Source: design.md, section 1 (*Bounds*).
package enum Lane: Int, CaseIterable, Sendable {
  /// Rows of files and of the embedded market; their order is that of the feed.
  case rows
  /// Quotes of a live stream.
  case quotes
  /// What an operator asks for.
  case commands
  /// What a broker says.
  case reports
  /// Our own clock: a due timer, a jump.
  case clock
  /// Signs of life of a stream.
  case heartbeats
  /// Answers of models.
  case advice

  /// What is done with an input while its lane is full.
  package enum Policy: Sendable {
    /// Whoever brings it waits: nothing is dropped, nothing is changed.
    case wait
    /// It is merged into the one of its instrument that waits; where it cannot be, whoever brings it waits.
    case merge
    /// It takes the place of the one of its kind and source that waits, full or not: only the newest says
    /// something.
    case replace
  }

  package var policy: Policy {
    switch self {
    case .rows, .commands, .reports, .clock, .advice: .wait
    case .quotes: .merge
    case .heartbeats: .replace
    }
  }

  /// The most inputs that wait in it.
  package var bound: Int {
    switch self {
    case .rows: 16_384
    case .quotes, .reports: 4_096
    case .commands, .advice: 256
    case .clock, .heartbeats: 64
    }
  }
}

package import Journal

/// Tells those who follow the journal of a run in this process what is durable, and lends them the log.
///
/// A journal must not be opened twice in one process, so a follower reads through the writer's own log. The
/// writer closes it only when nobody reads.
package final class CommitBoard: @unchecked Sendable {
  private let condition = Condition()
  private var log: (any EventLog)?
  private var path = ""
  private var last: UInt64 = 0
  private var readers = 0
  private var started: UInt64?
  private var isOver = false

  package init() {}

  // MARK: The run

  /// A journal is open for writing.
  ///
  /// - Parameter last: Its last durable event.
  package func open(_ log: any EventLog, path: String, through last: UInt64) {
    condition.locked {
      self.log = log
      self.path = path
      self.last = last
      if started == nil { started = last }
    }
    condition.signal()
  }

  package func committed(through sequence: UInt64) {
    condition.locked { last = sequence }
    condition.signal()
  }

  /// Takes the log away, once nobody reads it any more.
  package func close() {
    condition.locked {
      while readers > 0 { condition.wait() }
      log = nil
    }
    condition.signal()
  }

  /// Says that no other journal follows, once the last is closed: what was not received yet is read from
  /// its folder.
  package func finish() {
    condition.locked { isOver = true }
    condition.signal()
  }

  // MARK: Followers

  /// The last event that was durable before the run wrote any; nil while no journal was opened.
  package var startedBehind: UInt64? { condition.locked { started } }

  package var isFinished: Bool { condition.locked { isOver } }

  /// The folder of the journal that was opened last; nil before the first.
  var newestPath: String? { condition.locked { path.isEmpty ? nil : path } }

  func isDurable(_ sequence: UInt64) -> Bool { condition.locked { log != nil && last >= sequence } }

  /// A journal that is lent.
  struct Loan {
    let log: any EventLog
    let path: String
    /// Its last durable event.
    let last: UInt64
  }

  /// Lends the journal while `body` runs; nil between two journals, and behind the last.
  func lend<Value>(_ body: (Loan) throws -> Value) rethrows -> Value? {
    let loan: Loan? = condition.locked {
      guard let log else { return nil }
      readers += 1
      return Loan(log: log, path: path, last: last)
    }
    guard let loan else { return nil }
    defer {
      condition.locked { readers -= 1 }
      condition.signal()
    }
    return try body(loan)
  }

  /// Waits until an event from `sequence` on is durable, until nothing more will come, or for a moment.
  func wait(for sequence: UInt64) {
    condition.locked {
      if (log == nil || last < sequence) && !isOver { condition.wait(milliseconds: 200) }
    }
  }
}

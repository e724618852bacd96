/// One way in which the paper venue misbehaves on purpose.
///
/// Source: oanda-v20.md, section 11 (faults).
public enum VenueFault: UInt8, Sendable, CaseIterable, BitwiseCopyable {
  /// Executed, and the answer is lost: the outcome is unknown.
  case dropReply = 0
  /// Not executed, and the answer is lost: the outcome is unknown.
  case lostBefore = 1
  /// Rejected.
  case reject = 2
  /// Accepted and at once canceled.
  case cancel = 3
  /// Answered later.
  case delay = 4
  /// Reported twice.
  case duplicate = 5
  /// A reduction is filled in two parts.
  case partial = 6
  /// The instrument is halted.
  case halt = 7
  /// A fill that nobody asked for.
  case manualTrade = 8

  /// As `PAPER_FAULTS` spells it.
  public var name: String {
    switch self {
    case .dropReply: "drop_reply"
    case .lostBefore: "lost_before"
    case .reject: "reject"
    case .cancel: "cancel"
    case .delay: "delay"
    case .duplicate: "duplicate"
    case .partial: "partial"
    case .halt: "halt"
    case .manualTrade: "manual_trade"
    }
  }

  static func named(_ text: some StringProtocol) -> VenueFault? {
    allCases.first { $0.name == text }
  }
}

/// What is wrong with a text of `PAPER_FAULTS`.
public enum VenueFaultsError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A part that is not `name:number`.
  case malformed(String)
  case unknownName(String)
  case outOfRange(name: String, rate: String)
  case repeated(String)

  public var description: String {
    switch self {
    case .malformed(let part):
      """
      PAPER_FAULTS: `\(part)` is not name:number. Nothing was started. \
      Write it as in drop_reply:20,reject:10.
      """
    case .unknownName(let name):
      """
      PAPER_FAULTS: there is no fault `\(name)`. Nothing was started. \
      The faults are \(VenueFault.allCases.map(\.name).joined(separator: ", ")).
      """
    case .outOfRange(let name, let rate):
      """
      PAPER_FAULTS: \(name) is `\(rate)`. Nothing was started. \
      A rate is a whole number of orders in a thousand, 0 to 1000.
      """
    case .repeated(let name):
      """
      PAPER_FAULTS: \(name) is there twice. Nothing was started. \
      Keep one of them.
      """
    }
  }
}

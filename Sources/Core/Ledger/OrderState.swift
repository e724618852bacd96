/// Where an order stands in its life. `OrderLife` has the arrows between them.
///
/// Source: trading-system.md, section 11.6; oanda-v20.md, sections 7 and 11.
public enum OrderState: UInt8, Sendable, CaseIterable, BitwiseCopyable {
  /// Decided and recorded; it may leave once that is durable.
  case requested = 0
  /// It left the house; no answer yet.
  case submitted = 1
  /// The venue holds it (PENDING).
  case accepted = 2
  /// Some units were traded, the rest may still be.
  case partiallyFilled = 3
  /// Final: all units were traded.
  case filled = 4
  /// Final: the venue took it back; what was not traded never will be.
  case canceled = 5
  /// Final: the venue refused it.
  case rejected = 6
  /// It was told to wait (429) and may leave again, with the same id.
  case notSent = 7
  /// Final: it never left, being too old or in a dry run.
  case expired = 8
  /// Nobody knows whether it was executed. It is looked up, never sent again.
  case unknown = 9
  /// Final: not at the venue after 30 s and two complete readings.
  case notFound = 10

  public var name: String {
    switch self {
    case .requested: "requested"
    case .submitted: "submitted"
    case .accepted: "accepted"
    case .partiallyFilled: "partially_filled"
    case .filled: "filled"
    case .canceled: "canceled"
    case .rejected: "rejected"
    case .notSent: "not_sent"
    case .expired: "expired"
    case .unknown: "unknown"
    case .notFound: "not_found"
    }
  }

  /// Whether nothing can change it any more.
  public var isFinal: Bool {
    switch self {
    case .filled, .canceled, .rejected, .expired, .notFound: true
    case .requested, .submitted, .accepted, .partiallyFilled, .notSent, .unknown: false
    }
  }
}

/// What can happen to an order. Two of them may be one kind of event that says different things.
public enum OrderEvent: UInt8, Sendable, CaseIterable, BitwiseCopyable {
  case requested = 0
  case submitted = 1
  case accepted = 2
  /// An order of the venue's own, such as a stop on fill, which nobody here requested.
  case placedByVenue = 3
  /// A fill that leaves units to trade.
  case partiallyFilled = 4
  /// A fill of all units, or of the last.
  case filled = 5
  case canceled = 6
  case rejected = 7
  /// Told to wait: reason 429.
  case toldToWait = 8
  /// Too old to be sent, or a dry run.
  case expired = 9
  case outcomeUnknown = 10
  case lookupRequested = 11
  /// The answer to a lookup. It moves nothing: exposure changes by `broker.order-filled` alone.
  case lookedUp = 12
  case resolvedFound = 13
  case resolvedNotFound = 14

  /// The stored name of the event that is this arrow.
  public var kind: String {
    switch self {
    case .requested: "portfolio.order-requested"
    case .submitted: "broker.order-submitted"
    case .accepted, .placedByVenue: "broker.order-accepted"
    case .partiallyFilled, .filled: "broker.order-filled"
    case .canceled: "broker.order-canceled"
    case .rejected: "broker.order-rejected"
    case .toldToWait, .expired: "broker.order-not-sent"
    case .outcomeUnknown: "broker.order-outcome-unknown"
    case .lookupRequested: "portfolio.order-lookup-requested"
    case .lookedUp: "broker.order-looked-up"
    case .resolvedFound, .resolvedNotFound: "portfolio.order-outcome-resolved"
    }
  }
}

/// One legal step of an order.
public struct OrderArrow: Equatable, Sendable {
  /// nil: no such order yet.
  public let from: OrderState?
  public let event: OrderEvent
  public let to: OrderState
}

/// The life of an order: every legal arrow, in one table. What is not in it is illegal.
///
///     requested ─▶ submitted ─▶ accepted ─▶ filled | canceled
///         │            ├──▶ filled | partially_filled | canceled | rejected
///         │            ├──▶ not_sent ─▶ submitted again, or expired
///         │            └──▶ unknown ─▶ what is found, or not_found
///         └──▶ not_sent | expired | unknown (a crash before any outcome was recorded)
///
/// Illegal on purpose: sending twice, sending an unknown order again, a second last fill, a fill of an
/// order that was rejected or not found. An illegal event is recorded as a fact by its reader; a fill
/// changes the position all the same, since the venue's word is the truth for exposure.
///
/// Source: trading-system.md, sections 10.7 and 11.6.
public enum OrderLife {
  /// Where an event leads; nil when it is illegal there.
  public static func next(after state: OrderState?, on event: OrderEvent) -> OrderState? {
    flat[place(state, event)]
  }

  public static let arrows: [OrderArrow] =
    rows(from: nil, [(.requested, .requested), (.placedByVenue, .accepted)])
    + rows(
      from: .requested,
      [
        (.submitted, .submitted), (.toldToWait, .notSent), (.expired, .expired),
        (.outcomeUnknown, .unknown),
      ])
    + rows(
      from: .submitted,
      [
        (.accepted, .accepted), (.partiallyFilled, .partiallyFilled), (.filled, .filled),
        (.canceled, .canceled), (.rejected, .rejected), (.toldToWait, .notSent),
        (.outcomeUnknown, .unknown),
      ])
    + rows(
      from: .notSent,
      [
        (.submitted, .submitted), (.toldToWait, .notSent), (.expired, .expired),
        (.outcomeUnknown, .unknown),
      ])
    + rows(
      from: .accepted,
      [
        (.partiallyFilled, .partiallyFilled), (.filled, .filled), (.canceled, .canceled),
        (.outcomeUnknown, .unknown), (.lookedUp, .accepted), (.resolvedFound, .accepted),
      ])
    + rows(
      from: .partiallyFilled,
      [
        (.partiallyFilled, .partiallyFilled), (.filled, .filled), (.canceled, .canceled),
        (.outcomeUnknown, .unknown), (.lookedUp, .partiallyFilled),
        (.resolvedFound, .partiallyFilled),
      ])
    + rows(
      from: .unknown,
      [
        (.accepted, .accepted), (.partiallyFilled, .partiallyFilled), (.filled, .filled),
        (.canceled, .canceled), (.rejected, .rejected), (.lookupRequested, .unknown),
        (.lookedUp, .unknown), (.resolvedNotFound, .notFound),
      ])
    // A stream may be faster than the reply that timed out, and than the answer to a lookup.
    + rows(from: .filled, late(.filled)) + rows(from: .canceled, late(.canceled))
    + rows(from: .rejected, late(.rejected))
    + rows(from: .notFound, [(.lookedUp, .notFound)])

  private static func late(_ state: OrderState) -> [(OrderEvent, OrderState)] {
    [(.outcomeUnknown, state), (.lookedUp, state), (.resolvedFound, state)]
  }

  private static func rows(
    from state: OrderState?, _ steps: [(OrderEvent, OrderState)]
  ) -> [OrderArrow] {
    steps.map { OrderArrow(from: state, event: $0, to: $1) }
  }

  /// The same arrows, by state and event, so that a step is one look.
  private static let flat: [OrderState?] = {
    let pairs = (OrderState.allCases.count + 1) * OrderEvent.allCases.count
    var flat = [OrderState?](repeating: nil, count: pairs)
    for arrow in arrows {
      let place = place(arrow.from, arrow.event)
      precondition(flat[place] == nil, "two arrows leave one state by one event")
      flat[place] = arrow.to
    }
    return flat
  }()

  private static func place(_ state: OrderState?, _ event: OrderEvent) -> Int {
    let row = state.map { Int($0.rawValue) + 1 } ?? 0
    return row * OrderEvent.allCases.count + Int(event.rawValue)
  }
}

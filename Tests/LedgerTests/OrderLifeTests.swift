import Ledger
import TestSupport
import Testing

@Suite struct `The life of an order` {
  /// Every pair of a state and an event, written out once more: the events across, the state they lead to,
  /// a dot where the event is illegal.
  private static let grid = """
                    requested submitted accepted  placed   partial  filled canceled rejected wait     expired unknown  lookup  looked   found    lost
    -               requested .         .         accepted .        .      .        .        .        .       .        .       .        .        .
    requested       .         submitted .         .        .        .      .        .        not_sent expired unknown  .       .        .        .
    submitted       .         .         accepted  .        partially_filled filled canceled rejected not_sent . unknown . .      .        .
    accepted        .         .         .         .        partially_filled filled canceled .        .        . unknown . accepted accepted .
    partially_filled .        .         .         .        partially_filled filled canceled .        .        . unknown . partially_filled partially_filled .
    filled          .         .         .         .        .        .      .        .        .        .       filled   .       filled   filled   .
    canceled        .         .         .         .        .        .      .        .        .        .       canceled .       canceled canceled .
    rejected        .         .         .         .        .        .      .        .        .        .       rejected .       rejected rejected .
    not_sent        .         submitted .         .        .        .      .        .        not_sent expired unknown  .       .        .        .
    expired         .         .         .         .        .        .      .        .        .        .       .        .       .        .        .
    unknown         .         .         accepted  .        partially_filled filled canceled rejected . .     .        unknown unknown  .        not_found
    not_found       .         .         .         .        .        .      .        .        .        .       .        .       not_found .       .
    """

  @Test func `has exactly these arrows, over every state and event`() throws {
    let states: [OrderState?] = [nil] + OrderState.allCases
    let rows = Self.grid.split(separator: "\n").dropFirst()
    try #require(rows.count == states.count)
    var pairs = 0
    for (state, row) in zip(states, rows) {
      let cells = row.split(separator: " ").map(String.init)
      try #require(cells.count == OrderEvent.allCases.count + 1, "\(row)")
      #expect(cells[0] == state?.name ?? "-")
      for (event, cell) in zip(OrderEvent.allCases, cells.dropFirst()) {
        let next = OrderLife.next(after: state, on: event)
        #expect(next?.name ?? "." == cell, "\(state?.name ?? "-") on \(event)")
        pairs += 1
      }
    }
    Tally.note(
      "pairs of a state and an event of an order", "", pairs,
      of: states.count * OrderEvent.allCases.count)
    #expect(pairs == 180)
  }

  @Test func `lists each arrow once`() {
    for arrow in OrderLife.arrows {
      #expect(OrderLife.next(after: arrow.from, on: arrow.event) == arrow.to)
      #expect(
        OrderLife.arrows.filter { $0.from == arrow.from && $0.event == arrow.event }.count == 1)
    }
  }

  @Test func `ends where it is final`() {
    for state in OrderState.allCases where state.isFinal {
      for event in OrderEvent.allCases {
        let next = OrderLife.next(after: state, on: event)
        #expect(next == nil || next == state, "\(state.name) on \(event)")
      }
    }
    for state in OrderState.allCases where !state.isFinal {
      #expect(OrderLife.arrows.contains { $0.from == state && $0.to != state }, "\(state.name)")
    }
  }

  @Test func `reaches every state`() {
    var reached: [OrderState] = []
    var isGrowing = true
    while isGrowing {
      isGrowing = false
      for arrow in OrderLife.arrows where arrow.from.map(reached.contains) ?? true {
        if !reached.contains(arrow.to) {
          reached.append(arrow.to)
          isGrowing = true
        }
      }
    }
    #expect(reached.count == OrderState.allCases.count)
  }

  @Test func `never sends an order again whose outcome is unknown`() {
    #expect(OrderLife.next(after: .unknown, on: .submitted) == nil)
    #expect(OrderLife.next(after: .submitted, on: .submitted) == nil)
    #expect(OrderLife.next(after: .notFound, on: .submitted) == nil)
    // Told to wait, it goes out again with the same id.
    #expect(OrderLife.next(after: .notSent, on: .submitted) == .submitted)
  }

  @Test func `names the event that is each arrow`() {
    #expect(
      OrderEvent.allCases.map(\.kind) == [
        "portfolio.order-requested", "broker.order-submitted", "broker.order-accepted",
        "broker.order-accepted", "broker.order-filled", "broker.order-filled",
        "broker.order-canceled", "broker.order-rejected", "broker.order-not-sent",
        "broker.order-not-sent", "broker.order-outcome-unknown",
        "portfolio.order-lookup-requested", "broker.order-looked-up",
        "portfolio.order-outcome-resolved", "portfolio.order-outcome-resolved",
      ])
  }
}

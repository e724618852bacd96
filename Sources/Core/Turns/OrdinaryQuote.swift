import Events
import Market

/// A quote with a bid and an ask and nothing else: one that may be taken quietly.
struct OrdinaryQuote {
  let instrument: InstrumentID
  /// In millionths, as is the ask.
  let bid: Int64
  let ask: Int64

  /// Nil for every other input.
  @inline(__always) init?(_ body: EventBody) {
    guard case .tickReceived(let tick) = body, let bid = tick.bid, let ask = tick.ask,
      tick.firstMid == nil, tick.lowMid == nil, tick.highMid == nil, tick.merged == nil,
      tick.fromCandle == nil
    else { return nil }
    instrument = tick.instrument
    self.bid = bid.micros
    self.ask = ask.micros
  }
}

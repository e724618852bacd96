public import Market

/// A quote with both prices, as reducers take it: in place from a journal or an inbox, without an event.
public struct Quote: Sendable, BitwiseCopyable {
  public var instrument: InstrumentID
  /// In millionths, as is the ask.
  public var bid: Int64
  public var ask: Int64
  /// The time of its turn: *now*.
  public var at: Timestamp
  /// The world's own stamp.
  public var occurredAt: Timestamp
  /// Its place in the journal.
  public var sequence: UInt64
  /// Place in its source.
  public var position: Int64
  public var source: UInt16
  public var principal: UInt16
  /// Which price of a candle it stands for; nil for a quote of its own.
  public var fromCandle: CandleMoment?

  /// A single quote that stands for itself.
  @inlinable @inline(__always)
  public init(
    instrument: InstrumentID, bid: Int64, ask: Int64, at: Timestamp, occurredAt: Timestamp,
    sequence: UInt64, position: Int64, source: UInt16, principal: UInt16 = 0
  ) {
    self.instrument = instrument
    self.bid = bid
    self.ask = ask
    self.at = at
    self.occurredAt = occurredAt
    self.sequence = sequence
    self.position = position
    self.source = source
    self.principal = principal
    self.fromCandle = nil
  }

  /// Half the sum of bid and ask, in millionths, rounded down.
  @inlinable @inline(__always) public var mid: Int64 { (bid &+ ask) / 2 }
}

extension Quote {
  /// The newest quote of an event; nil for an event that is no tick, and for a tick that lacks a price.
  @inlinable public init?(_ event: borrowing Event) {
    guard case .tickReceived(let tick) = event.body, let bid = tick.bid, let ask = tick.ask else {
      return nil
    }
    self.init(
      instrument: tick.instrument, bid: bid.micros, ask: ask.micros, at: event.at,
      occurredAt: event.occurredAt, sequence: event.sequence, position: event.position,
      source: event.source, principal: event.principal)
    fromCandle = tick.fromCandle
  }

  /// The event that carries a single quote which stands for itself.
  public var event: Event {
    Event(
      sequence: sequence, cause: 0, at: at, occurredAt: occurredAt, position: position,
      source: source, principal: principal, isInput: true,
      body: .tickReceived(
        TickReceived(
          instrument: instrument, bid: Price(micros: bid), ask: Price(micros: ask))))
  }
}

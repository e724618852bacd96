import Events
import Market

/// The open candle of one instrument, worked out from what is recorded and nothing else.
struct RecordedBook {
  private(set) var open: CandleClosed?
  /// Accepted quotes of a bucket whose candle was closed already.
  private(set) var late: Int64 = 0
  private var closedThrough = Timestamp.zero

  init(of instrument: InstrumentID, in events: [Recorded]) {
    let refused = Set(events.filter { $0.kind.isRefusal }.map(\.cause))
    for event in events where event.instrument == instrument {
      switch event.body {
      case .tickReceived(let tick) where !refused.contains(event.sequence):
        add(tick, at: event.occurredAt)
      case .candleClosed(let candle):
        closedThrough = max(closedThrough, candle.openAt.adding(nanoseconds: 60_000_000_000))
        if open?.openAt == candle.openAt { open = nil }
      default: break
      }
    }
  }

  private mutating func add(_ tick: TickReceived, at stamp: Timestamp) {
    guard let bid = tick.bid, let ask = tick.ask else { return }
    let mid = (bid.micros + ask.micros) / 2
    let first = tick.firstMid?.micros ?? mid
    let (low, high) = (tick.lowMid?.micros ?? mid, tick.highMid?.micros ?? mid)
    let bucket = Timestamp(nanoseconds: stamp.nanoseconds / 60_000_000_000 * 60_000_000_000)
    if var candle = open, candle.openAt == bucket {
      candle.high.micros = max(candle.high.micros, high)
      candle.low.micros = min(candle.low.micros, low)
      candle.close.micros = mid
      (candle.closeBid, candle.closeAsk) = (bid, ask)
      candle.volume += tick.merged ?? 1
      open = candle
    } else if bucket < closedThrough {
      late += 1
    } else {
      open = CandleClosed(
        instrument: tick.instrument, openAt: bucket, barSeconds: 60, side: .mid,
        open: Price(micros: first), high: Price(micros: high), low: Price(micros: low),
        close: Price(micros: mid), volume: tick.merged ?? 1,
        openBid: tick.merged ?? 1 == 1 ? bid : nil, openAsk: tick.merged ?? 1 == 1 ? ask : nil,
        closeBid: bid, closeAsk: ask)
    }
  }
}

extension Tape {
  /// What the kernel emitted last of an instrument.
  func lastMetrics(of instrument: InstrumentID) throws -> MetricsComputed? {
    for event in try events().reversed() {
      if let metrics = event.metrics, metrics.instrument == instrument { return metrics }
    }
    return nil
  }
}

import Events
import Market

/// What TickIngest keeps of one instrument: its last accepted inputs and the open bucket.
struct InstrumentIngest: Sendable {
  private var digits: Int
  private var units: PriceUnits
  /// Prices stay below 2^31 deci-points, so that no product of the kernel overflows.
  private var priceLimit: Int64

  private var lastTickAt: Int64 = -1
  private var lastCandle: CandleReceived?
  /// End of the newest bucket whose candle is closed.
  private var closedThrough: Int64 = 0
  private(set) var bucket: CandleBucket?
  var counts = IngestCounts()

  init(digits: Int) {
    self.digits = min(max(digits, 1), 5)
    units = PriceUnits(digits: digits)
    priceLimit = (1 << 31) * units.deciPoint
  }

  /// Whether a quote passes every check of section 2.2, without a division.
  @inline(__always)
  func admits(_ quote: Quote) -> Bool {
    quote.bid > 0 && quote.ask >= quote.bid && quote.ask < priceLimit
      && quote.occurredAt.nanoseconds >= lastTickAt && units.points(in: quote.bid) != nil
      && units.points(in: quote.ask) != nil
  }

  /// The first condition of section 2.2 that a quote fails.
  func fault(of quote: Quote) -> TickFault? {
    let bid = quote.bid
    let ask = quote.ask
    guard bid % units.point == 0, ask % units.point == 0 else { return .badNumber }
    guard bid > 0, ask > 0, bid < priceLimit, ask < priceLimit else { return .badPrice }
    guard ask >= bid else { return .crossed }
    guard quote.occurredAt.nanoseconds >= lastTickAt else { return .outOfOrder }
    return nil
  }

  /// The first condition of section 2.3 that a candle fails.
  func fault(of candle: CandleReceived) -> CandleFault? {
    guard let open = candle.open?.micros, let high = candle.high?.micros,
      let low = candle.low?.micros, let close = candle.close?.micros,
      open % units.deciPoint == 0, high % units.deciPoint == 0,
      low % units.deciPoint == 0, close % units.deciPoint == 0
    else { return .badNumber }
    guard min(open, high, low, close) > 0, max(open, high, low, close) < priceLimit else {
      return .badPrice
    }
    guard high >= max(open, close), low <= min(open, close) else { return .badOhlc }
    guard (candle.volume ?? 0) >= 0 else { return .badVolume }
    guard candle.barSeconds > 0, candle.barSeconds <= 604_800,
      candle.openAt.nanoseconds % (candle.barSeconds * nanosecondsPerSecond) == 0
    else { return .misaligned }
    guard let last = lastCandle, candle.openAt <= last.openAt else { return nil }
    guard candle.openAt == last.openAt else { return .stale }
    return candle.isSame(as: last) ? .duplicate : .revision
  }

  mutating func accept(_ candle: CandleReceived) {
    lastCandle = candle
    counts.accepted &+= 1
    // Ticks go on behind a primed candle: no candle is built of a bar that the kernel has seen.
    if candle.priming == true { closeBars(through: candle.openAt, candle.barSeconds) }
  }

  /// Takes an accepted quote that enters no candle.
  @inline(__always)
  mutating func accept(at stamp: Timestamp) {
    counts.accepted &+= 1
    lastTickAt = stamp.nanoseconds
  }

  /// Takes an accepted single quote that lies in the open bucket.
  ///
  /// - Returns: False, and nothing is changed, for any other quote.
  @inline(__always)
  mutating func addToOpenBucket(_ quote: Quote, barNanoseconds: Int64) -> Bool {
    guard let openAt = bucket?.openAt, quote.occurredAt.nanoseconds >= openAt,
      quote.occurredAt.nanoseconds &- openAt < barNanoseconds
    else { return false }
    bucket?.add(quote)
    accept(at: quote.occurredAt)
    return true
  }

  /// Takes an accepted quote into its bucket.
  ///
  /// - Returns: The bucket it opened and the one that thereby ended, or nil when it opened none.
  mutating func accept(
    _ mids: QuoteMids, of quote: Quote, barNanoseconds: Int64
  ) -> (openAt: Int64, ended: CandleBucket?)? {
    let stamp = quote.occurredAt
    accept(at: stamp)
    let openAt = stamp.nanoseconds / barNanoseconds &* barNanoseconds
    if bucket?.openAt == openAt {
      bucket?.add(mids, sides: QuoteSides(quote))
      return nil
    }
    guard openAt >= closedThrough else {
      counts.late &+= 1
      return nil
    }
    let ended = bucket
    bucket = CandleBucket(openAt: openAt, first: mids, sides: QuoteSides(quote))
    return (openAt, ended)
  }

  /// Takes a candle as closed.
  mutating func close(_ candle: CandleClosed) {
    closeBars(through: candle.openAt, candle.barSeconds)
    if bucket?.openAt == candle.openAt.nanoseconds { bucket = nil }
  }
}

extension InstrumentIngest {
  private mutating func closeBars(through openAt: Timestamp, _ seconds: Int64) {
    closedThrough = max(closedThrough, openAt.nanoseconds &+ seconds &* nanosecondsPerSecond)
  }
}

extension CandleReceived {
  /// Whether all prices and the volume are equal; a missing volume is 0.
  fileprivate func isSame(as other: CandleReceived) -> Bool {
    open == other.open && high == other.high && low == other.low && close == other.close
      && (volume ?? 0) == (other.volume ?? 0)
  }
}

extension InstrumentIngest: StateKeeping {
  mutating func archive<Archive: StateArchive & ~Copyable>(into archive: inout Archive) {
    archive.small("digits", &digits, in: 1...5)
    if archive.isReading { self = InstrumentIngest(digits: digits) }
    archive.number("last_tick_at", &lastTickAt, in: -1...Timestamp.limit.nanoseconds - 1)
    archive.optional("last_candle", &lastCandle, of: .none) { $0.archive(into: &$1) }
    archive.count("closed_through", &closedThrough, atMost: .max)
    archive.optional("bucket", &bucket, of: .none) { $0.archive(into: &$1) }
    archive.group("counts") { archive in
      archive.count("accepted", &counts.accepted)
      archive.count("rejected", &counts.rejected)
      archive.count("rows_rejected", &counts.rowsRejected)
      archive.count("late", &counts.late)
    }
  }
}

extension CandleReceived {
  /// What a candle is before its state is read.
  fileprivate static let none = CandleReceived(
    instrument: InstrumentID(0), openAt: .zero, barSeconds: 1, side: .mid)

  fileprivate mutating func archive<Archive: StateArchive & ~Copyable>(
    into archive: inout Archive
  ) {
    archive.instrument("instrument", &instrument)
    archive.time("open_at", &openAt)
    archive.number("bar_seconds", &barSeconds, in: 1...604_800)
    archive.label("side", &side)
    archive.optional("open", &open, of: Price(micros: 0)) { $1.price("micros", &$0) }
    archive.optional("high", &high, of: Price(micros: 0)) { $1.price("micros", &$0) }
    archive.optional("low", &low, of: Price(micros: 0)) { $1.price("micros", &$0) }
    archive.optional("close", &close, of: Price(micros: 0)) { $1.price("micros", &$0) }
    archive.optional("volume", &volume, of: 0) { $1.number("lots", &$0) }
  }
}

import Events
import Market
import Numerics

/// Says in a sentence what an event is, as a trader would read it aloud: numbers with units, and the
/// fair coin's value beside every metric.
package struct Narrator: Sendable {
  private let history: JournalHistory

  package init(_ history: JournalHistory) { self.history = history }

  package func sentence(_ recorded: RecordedEvent) -> String {
    let event = recorded.event
    let arena = recorded.sideBuffer()
    return switch event.body {
    case .tickReceived(let tick): quote(tick, event)
    case .candleReceived(let candle):
      "A \(bar(candle.barSeconds)) candle of \(name(candle.instrument)) arrived for "
        + "\(clock(candle.openAt)) on \(candle.side.name) prices: "
        + "open \(price(candle.open, candle.instrument)), high \(price(candle.high, candle.instrument)), "
        + "low \(price(candle.low, candle.instrument)), close \(price(candle.close, candle.instrument)); "
        + "\(origin(event))."
    case .rowRejected(let row):
      "Line \(row.line) of the file of \(name(row.instrument)) was no row: \(fault(row.reason)); \(origin(event))."
    case .tickRejected(let refusal): "TickIngest refused the quote: \(fault(refusal.reason))."
    case .candleRejected(let refusal): "TickIngest refused the candle: \(fault(refusal.reason))."
    case .candleClosed(let candle):
      "TickIngest closed the \(bar(candle.barSeconds)) candle of \(name(candle.instrument)) that began at "
        + "\(clock(candle.openAt)): open \(price(candle.open, candle.instrument)), "
        + "high \(price(candle.high, candle.instrument)), low \(price(candle.low, candle.instrument)), "
        + "close \(price(candle.close, candle.instrument)) (mid prices), from \(counted(candle.volume, "quote"))."
    case .metricsComputed(let place): measured(arena[place])
    case .signalComputed(let place): signalled(arena[place], arena)
    case .manifoldDayClosed(let place): dayClosed(arena[place])
    case .runStarted(let place): started(arena[place], arena)
    case .runStopped(let stop):
      "Opening \(stop.opening) of the journal ended, by our clock at \(stop.wallClock): \(stop.reason.words)."
    case .instrumentListed(let listing):
      "\(text(listing.name, arena)) was listed as instrument \(listing.instrument.number), quoted with \(listing.digits) decimals."
    case .feedOpened(let feed):
      "File \(text(feed.path, arena)) (\(feed.size) bytes) became source \(feed.feed), \(feed.side == nil ? "quotes" : "candles") of \(name(feed.instrument)), read on from row \(history.row(of: feed.position, in: UInt16(truncatingIfNeeded: feed.feed)))."
    case .feedEnded(let ended):
      "Source \(ended.feed) was read to its end, \(counted(ended.rows, "row")): its file has SHA-256 \(ended.sha256)."
    default: trading(recorded, arena)
    }
  }

  // MARK: Sentences

  private func quote(_ tick: TickReceived, _ event: borrowing Event) -> String {
    var spread = ""
    if let bid = tick.bid, let ask = tick.ask, ask >= bid, bid.micros >= 0 {
      // A tenth of a pip is a point: nothing is multiplied, whatever the prices are.
      let point = PriceUnits(digits: digits(tick.instrument)).point
      let tenths = roundedDivision(ask.micros - bid.micros, by: point)
      spread = ", spread \(decimal(tenths, places: 1)) pips"
    }
    let made =
      switch tick.fromCandle {
      case .open: ", made from a candle's open"
      case .close: ", made from a candle's close"
      case nil: ""
      }
    return
      "A quote of \(name(tick.instrument)) arrived\(made): bid \(price(tick.bid, tick.instrument)), "
      + "ask \(price(tick.ask, tick.instrument))\(spread); \(origin(event))."
  }

  private func measured(_ metrics: MetricsComputed) -> String {
    let head =
      "The kernel measured \(name(metrics.instrument)) as of \(clock(metrics.asOf)), close "
      + "\(price(metrics.price, metrics.instrument)) (\(step(metrics))). "
    guard metrics.ready else {
      return head
        + "Only \(metrics.pairs) of the 32 pairs of moves it needs are known, so nothing may act on it. "
        + "State \(metrics.state.name), band \(metrics.band.name)."
    }
    return head
      + "Over the last \(metrics.pairs) pairs of moves: coherence \(ratio(metrics.coherence)) \(leaning(metrics.bias)) "
      + "(a fair coin has \(FairCoin.coherence)), stability \(ratio(metrics.stability)) (coin \(FairCoin.stability)), "
      + "entropy \(ratio(metrics.entropy)) bits (coin \(FairCoin.entropy)), "
      + "rupture \(metrics.ruptureDefined ? ratio(metrics.rupture) : "not defined yet") (coin \(FairCoin.rupture)), "
      + "evidence \(evidenceBits(metrics.evidenceQ32, places: 2)) bits (coin \(FairCoin.evidence)). "
      + "State \(metrics.state.name) (a coin: \(FairCoin.share(of: metrics.state)) times in 100), "
      + "band \(metrics.band.name)\(age(metrics)). "
      + "\(run(metrics)); the next one turns with probability \(ratio(metrics.lambdaHazard)) (coin \(FairCoin.hazard)). "
      + "A bar moves by \(decimal(signedRoundedDivision(metrics.sigmaEff, by: 1_000), places: 4)) %, as a standard deviation."
  }

  private func run(_ metrics: MetricsComputed) -> String {
    switch metrics.runAge {
    case 0, 1: "The last move turned"
    case 64...: "The last 64 moves or more went the same way"
    default: "The last \(metrics.runAge) moves went the same way"
    }
  }

  private func age(_ metrics: MetricsComputed) -> String {
    metrics.state == .flux ? "" : ", out of flux for \(counted(metrics.generation, "move"))"
  }

  private func started(_ start: RunStarted, _ arena: borrowing ByteBuffer) -> String {
    let fault = start.fault.map { " A FAULT file was there: \(text($0, arena))." } ?? ""
    return
      "Opening \(start.opening): retrace \(text(start.codeVersion, arena)), rules version \(start.rulesVersion), "
      + "candles of \(start.barSeconds) s, \(start.durable ? "every commit synced" : "no sync to disk"), "
      + "by our clock at \(start.wallClock).\(fault)"
  }

  private func signalled(_ signal: SignalComputed, _ arena: borrowing ByteBuffer) -> String {
    let echo =
      signal.echoCount == 0
      ? "in the last 24 hours it had not been seen in another window"
      : "in the last 24 hours it was seen in \(counted(signal.echoCount, "other window"))"
    return "The manifold noted a signal of \(name(signal.instrument)) as of \(clock(signal.asOf)): "
      + "signature \(text(signal.signature, arena)), seen \(times(signal.count1h)) within the hour "
      + "(windows that overlap count too); \(echo). State \(signal.state.name), band \(signal.band.name)."
  }

  private func dayClosed(_ day: ManifoldDayClosed) -> String {
    "The manifold closed the day \(day.day.text.prefix(10)) of \(name(day.instrument)): "
      + "\(counted(day.count, "candle")), \(counted(day.signals, "signal")), "
      + "\(decimal(day.lambda.micros, places: 6)) breaks of direction a minute, a bar moved by "
      + "\(decimal(signedRoundedDivision(day.sigmaEff, by: 1_000), places: 4)) %, as a standard deviation. Its document has "
      + "\(day.textBytes) bytes, SHA-256 \(day.textSha256)."
  }

  private func step(_ metrics: MetricsComputed) -> String {
    let compared =
      switch metrics.step {
      case .first: "the first candle, nothing to compare with"
      case .contiguous: "the next bar"
      case .shortGap: "after a short gap, compared all the same"
      case .seam: "after a gap, not compared"
      case .reset: "after a long gap, everything was cleared"
      }
    guard metrics.step == .contiguous || metrics.step == .shortGap else { return compared }
    guard let symbol = metrics.symbol else { return compared + ", no move" }
    return compared + (symbol & 4 != 0 ? ", up" : ", down")
  }

  private func leaning(_ bias: Ratio) -> String {
    bias.micros > 0 ? "upward" : bias.micros < 0 ? "downward" : "without a lean"
  }

  private func origin(_ event: borrowing Event) -> String {
    let (source, position) = (event.source, event.position)
    let feed = history.feeds.first { $0.source == source }
    let place =
      feed.map { "row \($0.row(of: position)) of \($0.path)" } ?? "source \(source)"
    return event.occurredAt == event.at
      ? place : "\(place), stamped \(event.occurredAt) and taken at \(event.at)"
  }

  // MARK: Words

  func name(_ instrument: InstrumentID) -> String { history.name(of: instrument) }

  func text(_ text: Text, _ arena: borrowing ByteBuffer) -> String {
    String(decoding: arena[text], as: UTF8.self)
  }

  private func counted(_ count: Int64, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }

  private func times(_ count: Int64) -> String { count == 1 ? "once" : "\(count) times" }

  private func bar(_ seconds: Int64) -> String {
    seconds % 3_600 == 0
      ? "\(seconds / 3_600)-hour"
      : seconds % 60 == 0 ? "\(seconds / 60)-minute" : "\(seconds)-second"
  }

  /// Three decimals are what a metric of 64 moves can carry.
  private func ratio(_ ratio: Ratio) -> String {
    decimal(signedRoundedDivision(ratio.micros, by: 1_000), places: 3)
  }

  /// With the instrument's digits, and one more where the price lies between two points.
  func price(_ price: Price?, _ instrument: InstrumentID) -> String {
    guard let price else { return "no number" }
    let digits = self.digits(instrument)
    var unit: Int64 = 1
    for _ in digits..<6 { unit *= 10 }
    if price.micros % unit == 0 { return decimal(price.micros / unit, places: digits) }
    return unit >= 10 && price.micros % (unit / 10) == 0
      ? decimal(price.micros / (unit / 10), places: digits + 1) : decimal(price.micros, places: 6)
  }

  private func digits(_ instrument: InstrumentID) -> Int {
    guard instrument.index < history.instruments.count else { return 5 }
    // A journal could hold any number: what no quote has is shown as five.
    let digits = history.instruments[instrument.index].digits
    return (1...5).contains(digits) ? digits : 5
  }

  /// `2014-05-09 20:59 UTC`, with seconds where there are any.
  private func clock(_ time: Timestamp) -> String {
    let text = time.text
    let day = text.prefix(10)
    let rest = text.dropFirst(11).dropLast()
    return "\(day) \(rest.hasSuffix(":00") ? rest.dropLast(3) : rest) UTC"
  }

  private func fault(_ reason: RowFault) -> String {
    switch reason {
    case .missingFields: "fields are missing"
    case .tooManyFields: "it has too many fields"
    case .badStamp: "its stamp is no whole number of nanoseconds since 1970"
    case .notText: "it is not text"
    case .tooLong: "it is longer than 4 KiB"
    case .badVolume: "its volume is no whole number"
    }
  }

  private func fault(_ reason: TickFault) -> String {
    switch reason {
    case .unknownInstrument: "the instrument is not listed"
    case .badNumber: "a price is no number, or has more decimals than the instrument is quoted with"
    case .badPrice: "a price is zero, negative or beyond what the kernel can hold"
    case .crossed: "the ask is below the bid"
    case .outOfOrder: "it is older than the last quote that was accepted"
    }
  }

  private func fault(_ reason: CandleFault) -> String {
    switch reason {
    case .unknownInstrument: "the instrument is not listed"
    case .badNumber: "a price is no number, or has more decimals than a mid may have"
    case .badPrice: "a price is zero, negative or beyond what the kernel can hold"
    case .badOhlc: "high and low do not enclose open and close"
    case .badVolume: "the volume is negative"
    case .misaligned: "it does not begin on the grid of its bar"
    case .stale: "it is older than the last candle that was accepted"
    case .duplicate: "it was there already, with the same prices"
    case .revision: "it was there already, with other prices: a live window is never revised"
    }
  }
}

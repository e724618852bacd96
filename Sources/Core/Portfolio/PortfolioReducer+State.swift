import Configuration
public import Events
import Ledger
import Market
import Risk
import Strategy

extension PortfolioReducer: StateKeeping {
  public mutating func archive<Archive: StateArchive & ~Copyable>(into archive: inout Archive) {
    archive.text("settings", &settingsText)
    archive.flag("is_from_files", &isFromFiles)
    if archive.isReading { adoptKept(&archive) }
    var rows = instruments.indices.map { InstrumentRow(instruments[$0], board[$0]) }
    let empty = InstrumentRow(
      PortfolioInstrument(Instrument(name: "", digits: 5), rules: rules),
      KeptQuote())
    archive.list("instruments", &rows, of: empty, atMost: 65_536) { $0.archive(into: &$1) }
    archive.list("orders", &orders, of: OpenOrder.none, atMost: Self.mostOrders) {
      $0.archive(into: &$1)
    }
    archive.count("last_order", &lastOrder)
    archive.count("lots", &lots)
    archiveAccount(into: &archive)
    archiveKillSwitch(into: &archive)
    archive.count("trading_day", &tradingDay, atMost: 100_000)
    archive.time("day_end", &dayEnd)
    archive.flag("is_armed", &isArmed)
    archive.group("strategy") { memory.archive(into: &$0) }
    guard archive.isReading else { return }
    board = QuoteBoard()
    instruments = []
    for (index, row) in rows.enumerated() {
      board.list(row.state.instrument)
      board[index] = row.quote
      instruments.append(row.state)
      instruments[index].place = isConfigured ? rules.place(of: row.state.instrument.name) : nil
    }
    let known = orders.allSatisfy { $0.instrument.index < instruments.count }
    archive.require(known)
    if !known { orders = [] }
  }

  private mutating func adoptKept<Archive: StateArchive & ~Copyable>(
    _ archive: inout Archive
  ) {
    let settings = settingsText.isEmpty ? nil : TradingSettings(canonicalText: settingsText)
    archive.require(settingsText.isEmpty || settings != nil)
    isConfigured = settings != nil
    if let settings { rules = PortfolioRules(settings, isFromFiles: isFromFiles) }
  }

  private mutating func archiveAccount<Archive: StateArchive & ~Copyable>(
    into archive: inout Archive
  ) {
    let money: ClosedRange<Int64> = -(1 << 60)...1 << 60
    archive.group("account") { archive in
      archive.optional("balance", &account.balanceMicros, of: 0) {
        $1.number("micros", &$0, in: money)
      }
      archive.optional("nav", &account.navMicros, of: 0) { $1.number("micros", &$0, in: money) }
      archive.optional("margin_used", &account.marginUsedMicros, of: 0) {
        $1.number("micros", &$0, in: money)
      }
      archive.optional("margin_available", &account.marginAvailableMicros, of: 0) {
        $1.number("micros", &$0, in: money)
      }
      archive.count("sequence", &accountSequence)
    }
    archive.flag("is_read_only", &isReadOnly)
    archive.group("references") { archive in
      archive.optional("trading_day", &references.tradingDay, of: 0) {
        $1.count("day", &$0, atMost: 100_000)
      }
      archive.optional("day_start", &references.dayStartMicros, of: 0) {
        $1.number("micros", &$0, in: money)
      }
      archive.optional("peak", &references.peakMicros, of: 0) {
        $1.number("micros", &$0, in: money)
      }
    }
    archive.count("losses", &losses.losses)
  }

  private mutating func archiveKillSwitch<Archive: StateArchive & ~Copyable>(
    into archive: inout Archive
  ) {
    archive.group("kill_switch") { archive in
      var causes = Int64(killSwitch.causes.rawValue)
      archive.number("causes", &causes, in: 0...Int64(KillCauses.all.rawValue))
      killSwitch.causes = KillCauses(rawValue: UInt16(truncatingIfNeeded: causes))
      archive.optional("loss_day", &killSwitch.lossDay, of: 0) {
        $1.count("day", &$0, atMost: 100_000)
      }
      archive.text("owner", &killOwner)
      archive.text("reason", &killReason)
      archive.count("sequence", &killSequence)
      archive.flag("is_fault_present", &isFaultPresent)
    }
    archive.group("margin_gate") { archive in
      archive.flag("is_blocked", &marginGate.isBlocked)
      archive.count("sequence", &marginSequence)
    }
    archive.group("unknown_orders") { archive in
      archive.optional("newest", &unknownOrders.newest, of: .zero) { $1.time("at", &$0) }
      archive.optional("second", &unknownOrders.second, of: .zero) { $1.time("at", &$0) }
      archive.optional("third", &unknownOrders.third, of: .zero) { $1.time("at", &$0) }
    }
  }
}

extension OpenOrder {
  fileprivate mutating func archive<Archive: StateArchive & ~Copyable>(
    into archive: inout Archive
  ) {
    archive.count("number", &number)
    archive.instrument("instrument", &instrument)
    archive.number("units", &units, in: -(1 << 40)...1 << 40)
    archive.flag("is_reduction", &isReduction)
    archive.label("state", &state)
    archive.time("unknown_since", &unknownSince)
    archive.count("lookups", &lookups)
    archive.label("reason", &reason)
    archive.flag("is_unwanted", &isUnwanted)
  }
}

/// An instrument and its quote as the state lists them.
private struct InstrumentRow: Sendable {
  var state: PortfolioInstrument
  var quote: KeptQuote

  init(_ state: PortfolioInstrument, _ quote: KeptQuote) {
    self.state = state
    self.quote = quote
  }

  mutating func archive<Archive: StateArchive & ~Copyable>(into archive: inout Archive) {
    var name = state.instrument.name
    var digits = state.instrument.digits
    archive.text("name", &name)
    archive.small("digits", &digits, in: 0...18)
    if archive.isReading { state = state.named(Instrument(name: name, digits: digits)) }
    archive.group("quote") { archive in
      archive.number("bid_micros", &quote.bid, in: 0...1 << 50)
      archive.number("ask_micros", &quote.ask, in: 0...1 << 50)
      archive.time("at", &quote.at)
      archive.count("sequence", &quote.sequence)
      archive.flag("is_from_candle", &quote.isFromCandle)
    }
    state.lots.archive(into: &archive)
    archive.optional("metrics", &state.metrics, of: .none) { $0.archive(into: &$1) }
    archive.count("metrics_sequence", &state.metricsSequence)
    state.archiveRings(into: &archive)
    archive.flag("is_disabled", &state.isDisabled)
    archive.flag("is_irregular", &state.isIrregular)
    archive.flag("is_adopted", &state.isAdopted)
    archive.optional("venue_units", &state.venueUnits, of: 0) {
      $1.number("n", &$0, in: -(1 << 40)...1 << 40)
    }
    let units: ClosedRange<Int64> = -(1 << 40)...1 << 40
    archive.number("pending_increase", &state.pendingIncrease, in: units)
    archive.number("pending_reduction", &state.pendingReduction, in: units)
    archive.count("unknown_orders", &state.unknownOrders, atMost: 1 << 20)
    archive.group("strategy") { state.strategy.archive(into: &$0) }
  }
}

extension PortfolioInstrument {
  fileprivate mutating func archiveRings<Archive: StateArchive & ~Copyable>(
    into archive: inout Archive
  ) {
    var closes = deviation.keptCloses
    archive.list("closes", &closes, of: 0, atMost: ReturnDeviation.mostCloses) {
      $1.number("micros", &$0)
    }
    var ranges = range.ranges.oldestFirst.map { $0?.micros ?? -1 }
    let length = range.ranges.capacity
    archive.list("ranges", &ranges, of: 0, atMost: length) {
      $1.number("micros", &$0, in: -1...1 << 50)
    }
    var hasCandle = range.hasCandle
    var previous = range.previousClose
    archive.flag("has_candle", &hasCandle)
    archive.optional("previous_close", &previous, of: Price(micros: 1)) { $1.price("micros", &$0) }
    guard archive.isReading else { return }
    let kept = ReturnDeviation(keptCloses: closes)
    archive.require(kept != nil)
    if let kept { deviation = kept }
    range = AverageTrueRange(
      length: length, ranges: ranges.map { $0 < 0 ? nil : Price(micros: $0) }, hasCandle: hasCandle,
      previousClose: previous)
  }
}

extension MetricSnapshot {
  fileprivate static let none = MetricSnapshot(
    asOf: .zero, isReady: false, coherence: nil, stability: nil, rupture: nil, entropy: nil,
    hazard: nil)

  fileprivate mutating func archive<Archive: StateArchive & ~Copyable>(
    into archive: inout Archive
  ) {
    archive.time("as_of", &asOf)
    archive.flag("is_ready", &isReady)
    Self.ratio("coherence", &coherence, &archive)
    Self.ratio("stability", &stability, &archive)
    Self.ratio("rupture", &rupture, &archive)
    Self.ratio("entropy", &entropy, &archive)
    Self.ratio("hazard", &hazard, &archive)
  }

  /// A metric is its millionths ÷ 1,000,000, so the millionths are kept.
  private static func ratio<Archive: StateArchive & ~Copyable>(
    _ name: StaticString, _ value: inout Double?, _ archive: inout Archive
  ) {
    var kept = value.map { micros(of: $0) }
    archive.optional(name, &kept, of: 0) { $1.number("micros", &$0, in: 0...1_000_000) }
    guard archive.isReading else { return }
    value = kept.map { Double($0) / 1_000_000 }
  }
}

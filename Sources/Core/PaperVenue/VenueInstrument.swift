import Events
import Ledger
import Market

/// What the venue keeps of one instrument besides its quote.
struct VenueInstrument: Sendable {
  let units: PriceUnits
  var lots = LotBook(limit: LotBook.limits.upperBound)
  var protective = ProtectiveBook()
  /// Orders are not filled before this.
  var haltedUntil = Timestamp.zero
  /// Whether an order of it waits for the next usable quote.
  var hasWaiting = false

  init(_ instrument: Instrument) { units = PriceUnits(digits: instrument.digits) }

  /// The oldest lot whose protective price a quote reaches.
  func reached(bid: Price, ask: Price) -> ProtectiveTrigger? {
    for place in 0..<protective.count {
      if let trigger = protective[place].trigger(bid: bid, ask: ask) { return trigger }
    }
    return nil
  }

  /// The oldest lot whose protective price a bar reaches.
  func reached(bid: PriceRange, ask: PriceRange) -> ProtectiveTrigger? {
    for place in 0..<protective.count {
      if let trigger = protective[place].trigger(bid: bid, ask: ask) { return trigger }
    }
    return nil
  }

  /// Takes a fill into the lots and their protective prices.
  ///
  /// - Parameters:
  ///   - lot: Number that a new lot gets.
  ///   - trigger: The lot whose protective price was reached.
  mutating func book(
    _ fill: OrderFilled, lot: Int64, stop: Price?, take: Price?, trigger: Int64?, at: Timestamp,
    slices: inout [Slice]
  ) throws(LedgerFault) {
    slices.removeAll(keepingCapacity: true)
    let conversion =
      Conversion.recorded(price: fill.conversion, divides: fill.conversionDivides) ?? .notNeeded
    let parts = lots.parts(of: fill.units.count)
    if parts.closing != 0 {
      try lots.reduce(by: parts.closing, at: fill.price, conversion: conversion, into: &slices)
      release(slices, trigger: trigger)
    }
    guard parts.opening != 0 else { return }
    try lots.open(Lot(number: lot, units: parts.opening, price: fill.price, openedAt: at))
    guard stop != nil || take != nil else { return }
    // house-rules: allow swallowed-error: a full book leaves the lot without protective prices, as the record has it
    try? protective.add(
      ProtectivePrices(lot: lot, isLong: parts.opening > 0, stop: stop, take: take))
  }

  /// Takes away the protective prices of lots that are closed. Lots close oldest first, so the lot whose
  /// price was reached may stay open: it takes over the prices of the oldest lot that was closed for it.
  private mutating func release(_ slices: [Slice], trigger: Int64?) {
    var inherited: ProtectivePrices?
    if let trigger {
      protective.remove(lot: trigger)
      if let first = slices.first, first.lot != trigger {
        inherited = prices(of: first.lot)
      }
    }
    for slice in slices where slice.closesLot { protective.remove(lot: slice.lot) }
    guard let trigger, let inherited, lots.position(of: trigger) != nil else { return }
    var rows = (0..<protective.count).map { protective[$0] }
    rows.append(
      ProtectivePrices(
        lot: trigger, isLong: inherited.isLong, stop: inherited.stop, take: inherited.take))
    rows.sort { $0.lot < $1.lot }
    // house-rules: allow swallowed-error: rows of a sound book make a sound book
    if let book = try? ProtectiveBook(rows) { protective = book }
  }

  private func prices(of lot: Int64) -> ProtectivePrices? {
    (0..<protective.count).lazy.map { protective[$0] }.first { $0.lot == lot }
  }
}

extension VenueInstrument {
  mutating func archive<Archive: StateArchive & ~Copyable>(into archive: inout Archive) {
    lots.archive(into: &archive)
    var rows = (0..<protective.count).map { ProtectiveRow(protective[$0]) }
    archive.list(
      "protective", &rows,
      of: ProtectiveRow(ProtectivePrices(lot: 1, isLong: true, stop: nil, take: nil)),
      atMost: LotBook.limits.upperBound
    ) { $0.archive(into: &$1) }
    archive.time("halted_until", &haltedUntil)
    archive.flag("has_waiting", &hasWaiting)
    guard archive.isReading else { return }
    // house-rules: allow swallowed-error: a state that makes no book is refused by the line below
    let book = try? ProtectiveBook(rows.map(\.prices))
    archive.require(book != nil)
    if let book { protective = book }
  }

  private struct ProtectiveRow: Sendable {
    var prices: ProtectivePrices

    init(_ prices: ProtectivePrices) { self.prices = prices }

    mutating func archive<Archive: StateArchive & ~Copyable>(into archive: inout Archive) {
      var lot = prices.lot
      var isLong = prices.isLong
      var stop = prices.stop
      var take = prices.take
      archive.count("lot", &lot)
      archive.flag("is_long", &isLong)
      archive.optional("stop", &stop, of: Price(micros: 1)) { $1.price("micros", &$0) }
      archive.optional("take", &take, of: Price(micros: 1)) { $1.price("micros", &$0) }
      prices = ProtectivePrices(lot: lot, isLong: isLong, stop: stop, take: take)
    }
  }
}

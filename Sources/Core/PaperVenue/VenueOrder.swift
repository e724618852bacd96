import Events
import Market

/// An order that the venue has and has not answered to its end.
struct VenueOrder: Sendable {
  /// Number in the journal.
  var number: Int64
  /// The event that requested it.
  var requested: UInt64 = 0
  var instrument: InstrumentID
  /// Signed units still to trade.
  var units: Int64
  var stop: Price?
  var take: Price?
  var bound: Price?
  var reducesOnly: Bool
  /// When it is answered.
  var due: Timestamp
  /// Whether it left: before, it is known and not yet under way.
  var isSubmitted = false
  /// Whether it is a reduction that waits for the next usable quote.
  var waits = false
  /// The price at which it was filled though its report was lost.
  var hiddenPrice: Price?
  /// Whether its outcome was reported as unknown.
  var isUnknown = false
  /// Whether part of it was filled by a fault.
  var isPartlyFilled = false

  static let none = VenueOrder(
    number: 0, instrument: InstrumentID(0), units: 1, reducesOnly: false, due: .zero)
}

extension VenueOrder {
  mutating func archive<Archive: StateArchive & ~Copyable>(into archive: inout Archive) {
    archive.count("number", &number)
    archive.count("requested", &requested)
    archive.instrument("instrument", &instrument)
    archive.number("units", &units, in: -(1 << 40)...1 << 40)
    archive.optional("stop", &stop, of: Price(micros: 1)) { $1.price("micros", &$0) }
    archive.optional("take", &take, of: Price(micros: 1)) { $1.price("micros", &$0) }
    archive.optional("bound", &bound, of: Price(micros: 1)) { $1.price("micros", &$0) }
    archive.flag("reduces_only", &reducesOnly)
    archive.time("due", &due)
    archive.flag("is_submitted", &isSubmitted)
    archive.flag("waits", &waits)
    archive.optional("hidden_price", &hiddenPrice, of: Price(micros: 1)) { $1.price("micros", &$0) }
    archive.flag("is_unknown", &isUnknown)
    archive.flag("is_partly_filled", &isPartlyFilled)
  }
}

public import Events
import Market

extension LotBook: StateKeeping {
  public mutating func archive<Archive: StateArchive & ~Copyable>(into archive: inout Archive) {
    var rows = (0..<count).map { Row(self[$0]) }
    archive.list("lots", &rows, of: Row.none, atMost: Self.limits.upperBound) {
      $0.archive(into: &$1)
    }
    guard archive.isReading else { return }
    // house-rules: allow swallowed-error: a state that makes no book is refused by the line below
    let book = try? LotBook(limit: limit, lots: rows.map(\.lot))
    archive.require(book != nil)
    if let book { self = book }
  }

  /// A lot as the state lists it.
  private struct Row: Sendable {
    var lot: Lot

    static let none = Row(
      Lot(number: 1, units: 1, price: Price(micros: 1), openedAt: .zero))

    init(_ lot: Lot) { self.lot = lot }

    mutating func archive<Archive: StateArchive & ~Copyable>(into archive: inout Archive) {
      var number = lot.number
      var units = lot.units
      var remaining = lot.remaining
      var price = lot.price
      var openedAt = lot.openedAt
      var commission = lot.commission.micros
      var realised = lot.realised.micros
      archive.count("number", &number)
      archive.number("units", &units, in: -Self.mostUnits...Self.mostUnits)
      archive.number("remaining", &remaining, in: -Self.mostUnits...Self.mostUnits)
      archive.number("price_micros", &price.micros, in: 1...Self.mostUnits)
      archive.time("opened_at", &openedAt)
      archive.number("commission_micros", &commission, in: 0...Self.mostMoney)
      archive.number("realised_micros", &realised, in: -Self.mostMoney...Self.mostMoney)
      lot = Lot(
        number: number, units: units, price: price, openedAt: openedAt,
        commission: Money(micros: commission), remaining: remaining,
        realised: Money(micros: realised))
    }

    private static let mostUnits: Int64 = 1 << 40
    private static let mostMoney: Int64 = 1 << 60
  }
}

import Ledger
import Market

/// The rules of the ledger once more, plainly: a list of lots, big whole numbers, no running sums.
struct NaiveLedger {
  struct Held: Equatable {
    var number: Int64
    var units: Int64
    var price: Int64
  }

  var held: [Held] = []

  var net: Int64 { held.reduce(0) { $0 + $1.units } }

  /// What a reduction of so many units takes, as (lot, units, profit).
  mutating func reduce(
    _ size: Int64, at exit: Int64, _ conversion: Conversion
  ) -> [(lot: Int64, units: Int64, profit: Int64?)] {
    var taken: [(lot: Int64, units: Int64, profit: Int64?)] = []
    // One unit after the other would be plainer still; this is one lot after the other.
    var left = size
    while left > 0, let first = held.first {
      let count = min(left, abs(first.units))
      let units = first.units > 0 ? count : -count
      taken.append(
        (first.number, units, Self.profit(units, first.price, exit, conversion)))
      held[0].units -= units
      if held[0].units == 0 { held.removeFirst() }
      left -= count
    }
    return taken
  }

  func unrealised(bid: Int64, ask: Int64, _ conversion: Conversion) -> Int64? {
    let mark = net > 0 ? bid : ask
    let micros = held.reduce(BigInteger(0)) {
      $0 + BigInteger($1.units) * (BigInteger(mark) - BigInteger($1.price))
    }
    return Self.money(micros, conversion)
  }

  static func profit(
    _ units: Int64, _ entry: Int64, _ exit: Int64, _ conversion: Conversion
  ) -> Int64? {
    money(BigInteger(units) * (BigInteger(exit) - BigInteger(entry)), conversion)
  }

  /// Millionths of the quote currency as booked money; nil when it does not fit.
  static func money(_ micros: BigInteger, _ conversion: Conversion) -> Int64? {
    let million = BigInteger(1_000_000)
    let hundred = BigInteger(100)
    let steps =
      switch conversion {
      case .notNeeded: micros.dividedRoundingHalfAway(by: hundred)
      case .times(let mid):
        (micros * BigInteger(mid.micros)).dividedRoundingHalfAway(by: million * hundred)
      case .dividedBy(let mid):
        (micros * million).dividedRoundingHalfAway(by: BigInteger(mid.micros) * hundred)
      }
    return (steps * hundred).word
  }
}

import Configuration
import Events
import Market
import PaperRun
import Testing

/// The money of a run summed again from `broker.order-filled` alone: first in, first out, in plain wide
/// integers, rounded once a slice.
struct SchoolbookLedger {
  private let world: RandomWorld

  init(_ world: RandomWorld) { self.world = world }

  private struct Held {
    var units: Int64
    var price: Int64
  }

  func check() throws {
    var balance = world.settings.paperBalance.micros
    var held = world.run.names.map { _ in [Held]() }
    let facts = try world.run.facts()
    for fact in facts {
      guard let fill = fact.filled else { continue }
      let profit = Self.book(fill, &held[fill.instrument.index])
      #expect(fill.profit.micros == profit, "seed \(world.seed), event \(fact.sequence)")
      let commission = commission(of: fill)
      #expect(fill.commission.micros == commission, "seed \(world.seed), event \(fact.sequence)")
      balance += profit - commission
      #expect(fill.balance.micros == balance, "seed \(world.seed), event \(fact.sequence)")
      #expect(fill.profit.micros % 100 == 0 && fill.commission.micros % 100 == 0)
    }
    let lots = facts.only(.lotOpened).count - facts.only(.lotClosed).count
    #expect(lots == held.reduce(0) { $0 + $1.count }, "seed \(world.seed): lots")
    if let account = facts.only(.accountObserved).last {
      #expect(account.text("balance") == Self.decimal(balance), "seed \(world.seed)")
    }
  }

  /// One unit after the other would be plainer still; this is one lot after the other.
  private static func book(_ fill: OrderFilled, _ held: inout [Held]) -> Int64 {
    var left = fill.units.count
    var profit: Int64 = 0
    while left != 0, let first = held.first, first.units.signum() == -left.signum() {
      let size = min(abs(left), abs(first.units))
      let units = first.units > 0 ? size : -size
      let quote = Int128(units) * Int128(fill.price.micros - first.price)
      profit += money(quote, fill, million: 1)
      held[0].units -= units
      if held[0].units == 0 { held.removeFirst() }
      left += units
    }
    if left != 0 { held.append(Held(units: left, price: fill.price.micros)) }
    return profit
  }

  private func commission(of fill: OrderFilled) -> Int64 {
    let rate = Int64((world.settings.paperCommissionPerMillion * 1_000_000).rounded())
    let notional = Int128(fill.units.count.magnitude) * Int128(fill.price.micros) * Int128(rate)
    return Self.money(notional, fill, million: 1_000_000_000_000)
  }

  /// Millionths of the quote currency, ÷ `million`, as booked money of the account.
  private static func money(_ micros: Int128, _ fill: OrderFilled, million: Int128) -> Int64 {
    var top = micros
    var bottom = million * 100
    if let mid = fill.conversion {
      if fill.conversionDivides == true {
        top *= 1_000_000
        bottom *= Int128(mid.micros)
      } else {
        top *= Int128(mid.micros)
        bottom *= 1_000_000
      }
    }
    let size = (2 * top.magnitude + bottom.magnitude) / (2 * bottom.magnitude)
    return (top < 0 ? -1 : 1) * Int64(size) * 100
  }

  private static func decimal(_ micros: Int64) -> String {
    let rest = String(micros.magnitude % 1_000_000)
    return (micros < 0 ? "-" : "") + "\(micros.magnitude / 1_000_000)."
      + String(repeating: "0", count: 6 - rest.count) + rest
  }
}

import Events
import Market
import Numerics

/// Sentences about orders, fills, lots and the account.
extension Narrator {
  func trading(_ recorded: RecordedEvent, _ arena: borrowing ByteBuffer) -> String {
    switch recorded.event.body {
    case .operatorOrderRequested(let order):
      return "\(text(order.owner, arena)) asked to \(action(order.units.count)) "
        + "\(order.units.count.magnitude) \(name(order.instrument)): \(text(order.reason, arena))."
    case .closeRequested(let close):
      let units = close.units.map { "\($0.count) units" } ?? "all units"
      return "\(text(close.owner, arena)) asked to close \(units) of \(name(close.instrument)): "
        + "\(text(close.reason, arena))."
    case .orderRequested(let place): return requested(arena[place], arena)
    case .orderRefused(let place): return refused(arena[place], arena)
    case .orderFilled(let place): return filled(arena[place])
    case .orderCanceled(let report):
      return "The venue canceled order \(report.order) of \(name(report.instrument)): "
        + "\(text(report.reason, arena)). Nothing was traded."
    case .orderRejected(let report):
      return "The venue rejected order \(report.order) of \(name(report.instrument)): "
        + "\(text(report.reason, arena))."
    case .accountObserved(let report):
      return
        "The account was reported (\(report.cause.name)): balance \(money(report.balance)), value "
        + "\(money(report.nav)), margin used \(money(report.marginUsed)), available "
        + "\(money(report.marginAvailable)), \(report.openPositions) open positions."
    case .killSwitchEngaged(let engaged):
      return "The kill switch was engaged by \(text(engaged.owner, arena)): "
        + "\(text(engaged.reason, arena)). Increases are refused; reductions pass."
    case .killSwitchReleased(let released):
      return "The kill switch was released by \(text(released.owner, arena)): "
        + "\(text(released.reason, arena))."
    case .lotOpened(let lot):
      return "Lot \(lot.lot) opened: \(lot.units.count) \(name(lot.instrument)) at "
        + "\(price(lot.price, lot.instrument))."
    case .lotReduced(let lot):
      return "Lot \(lot.lot) was reduced by \(lot.units.count) at "
        + "\(price(lot.price, lot.instrument)), profit \(money(lot.profit)); \(lot.remaining.count) are left."
    case .lotClosed(let lot):
      return
        "Lot \(lot.lot) closed at \(price(lot.price, lot.instrument)), profit of the whole lot "
        + "\(money(lot.realised)) before commission (\(lot.reason.name))."
    case .sessionChanged(let change):
      let state = change.open ? (change.nearClose ? "open, near its close" : "open") : "closed"
      return "The session of \(name(change.instrument)) is \(state); the market is "
        + "\(change.marketOpen ? "open" : "closed")."
    case .configurationApplied(let place):
      return
        "Trading settings were applied, hash \(arena[place].configurationHash). They are in force "
        + "until the next ones."
    default: return generic(recorded)
    }
  }

  /// Any other event by its fields.
  private func generic(_ recorded: RecordedEvent) -> String {
    let fields = recorded.fields.compactMap { field in
      field.text.map {
        "\(field.name) \(field.name == "instrument" ? name(recorded.instrument) : $0)"
      }
    }
    return "\(recorded.event.body.kind.name): \(fields.joined(separator: ", "))."
  }

  private func name(_ instrument: InstrumentID?) -> String { instrument.map { name($0) } ?? "" }

  private func requested(_ order: OrderRequested, _ arena: borrowing ByteBuffer) -> String {
    var parts = [
      "PortfolioActor decided order \(order.order): \(action(order.units.count)) "
        + "\(order.units.count.magnitude) \(name(order.instrument)) (\(order.intent.name), "
        + "\(order.reason.name), for \(text(order.owner, arena)))"
    ]
    if let stop = order.stop { parts.append("stop \(price(stop, order.instrument))") }
    if let take = order.take { parts.append("take \(price(take, order.instrument))") }
    if let bound = order.bound { parts.append("not beyond \(price(bound, order.instrument))") }
    return parts.joined(separator: ", ") + "."
  }

  private func refused(_ order: OrderRefused, _ arena: borrowing ByteBuffer) -> String {
    var numbers: [String] = []
    if let guards = order.guards {
      numbers.append("guards \(guards.map(\.name).joined(separator: " "))")
    }
    if let spread = order.spreadBps, let limit = order.spreadLimitBps {
      numbers.append("spread \(short(spread)) bps of \(short(limit))")
    }
    if let age = order.quoteAgeMs { numbers.append("quote \(age) ms old") }
    if let age = order.signalAgeMs { numbers.append("metrics \(age) ms old") }
    if let limit = order.unitsLimit { numbers.append("at most \(limit.count) units") }
    if let share = order.marginShare { numbers.append("margin used \(short(share * 100)) %") }
    let list = numbers.isEmpty ? "" : " (\(numbers.joined(separator: ", ")))"
    return "PortfolioActor refused \(order.units.count) \(name(order.instrument)) for "
      + "\(text(order.owner, arena)): \(order.blockers.map(\.name).joined(separator: ", "))\(list)."
  }

  private func filled(_ fill: OrderFilled) -> String {
    let what =
      fill.order.map { "order \($0)" } ?? fill.lot.map { "the \(fill.reason.name) of lot \($0)" }
    return "The venue filled \(what ?? "somebody's order"): \(fill.units.count) "
      + "\(name(fill.instrument)) at \(price(fill.price, fill.instrument)), profit \(money(fill.profit)), "
      + "commission \(money(fill.commission)), balance \(money(fill.balance))."
  }

  private func action(_ units: Int64) -> String { units > 0 ? "buy" : "sell" }

  private func money(_ money: Money) -> String { decimal(money.micros / 100, places: 4) }

  private func short(_ value: Double) -> String {
    guard value.magnitude < 1e12 else { return "\(value)" }
    return decimal(Int64(value * 1_000 + (value < 0 ? -0.5 : 0.5)), places: 3)
  }
}

import Market
import Node
import Numerics

/// What a run traded, as a person reads it and as a program does.
struct TradingText {
  private let report: TradingReport

  init(_ report: TradingReport) { self.report = report }

  var lines: [String] {
    var lines: [String] = []
    let state = report.killSwitch
    let kill =
      state.isEngaged
      ? "engaged by \(state.owner): \(state.reason)" : "released by \(state.owner): \(state.reason)"
    if let reason = report.tradedNothingBecause {
      lines.append("  traded          nothing, because \(reason)")
    } else {
      lines.append(
        "  orders          \(report.requested) requested, \(report.filled) filled, "
          + "\(report.canceled) canceled, \(report.rejected) rejected, \(report.unknown) unknown, "
          + "\(report.refused) refused")
      lines.append(
        "  trades          \(report.lotsClosed) closed (\(report.won) won, \(report.lost) lost), "
          + "\(report.openLots) open")
      if let had = report.winRate {
        let needed = report.winRateNeeded.map {
          "\(percent($0)) needed by the wins and losses realised"
        }
        lines.append(
          "  win rate        \(percent(had)), \(needed ?? "no win and loss yet to tell what is needed")"
        )
      }
      lines.append(
        "  profit          \(money(report.profit)) \(report.currency), commission "
          + "\(money(report.commission)), spread \(money(report.spreadCost)), slippage "
          + money(report.slippageCost))
    }
    if let nav = report.nav, let balance = report.balance {
      lines.append(
        "  account         balance \(money(balance)), value \(money(nav)) \(report.currency); "
          + "financing is off")
    }
    if report.tradedNothingBecause == nil {
      lines += report.refusals.prefix(5).map { "  refused by      \($0.reason) \($0.count)" }
      lines += report.entryRefusals.prefix(5).map {
        "  entries refused \($0.reason) \(grouped($0.count))"
      }
    }
    lines.append("  kill switch     \(kill)")
    return lines
  }

  /// With one decimal.
  private func percent(_ ratio: Ratio) -> String {
    decimal(roundedDivision(ratio.micros, by: 1_000), places: 1) + " %"
  }

  /// With four decimals, as the account books.
  private func money(_ money: Money) -> String { decimal(money.micros / 100, places: 4) }

  func add(to object: inout JSON, hash: Digest256) {
    object.add("mode", report.mode)
    object.add("configuration_hash", hash.hex)
    var kill = JSON()
    kill.add("engaged", report.killSwitch.isEngaged)
    kill.add("owner", report.killSwitch.owner)
    kill.add("reason", report.killSwitch.reason)
    object.add("kill_switch", kill)
    var orders = JSON()
    orders.add("requested", report.requested)
    orders.add("refused", report.refused)
    orders.add("filled", report.filled)
    orders.add("canceled", report.canceled)
    orders.add("rejected", report.rejected)
    orders.add("not_sent", report.notSent)
    orders.add("unknown", report.unknown)
    orders.add("open", report.openOrders)
    object.add("orders", orders)
    var trades = JSON()
    trades.add("open", report.openLots)
    trades.add("closed", report.lotsClosed)
    trades.add("won", report.won)
    trades.add("lost", report.lost)
    object.add("trades", trades)
    object.add(
      "positions",
      list: report.positions.map { position in
        var one = JSON()
        one.add("instrument", position.instrument)
        one.add("units", position.units)
        return one
      })
    var account = JSON()
    account.add("currency", report.currency)
    account.add("opening_balance", amount: report.openingBalance)
    account.add("balance", amount: report.balance)
    account.add("nav", amount: report.nav)
    account.add("profit", amount: report.profit)
    account.add("commission", amount: report.commission)
    account.add("spread_cost", amount: report.spreadCost)
    account.add("slippage_cost", amount: report.slippageCost)
    account.add("margin_used", amount: report.marginUsed)
    object.add("account", account)
    object.add("win_rate", raw: report.winRate.map { decimal($0.micros, places: 6) } ?? "null")
    object.add(
      "win_rate_needed", raw: report.winRateNeeded.map { decimal($0.micros, places: 6) } ?? "null")
    object.add("refusals", counts: report.refusals)
    object.add("entry_refusals", counts: report.entryRefusals)
    object.add("traded_nothing_because", report.tradedNothingBecause)
    object.add("financing", "off")
  }
}

extension JSON {
  /// How often each reason was given.
  mutating func add(_ name: String, counts: [(reason: String, count: Int64)]) {
    add(
      name,
      list: counts.map { reason, count in
        var one = JSON()
        one.add("reason", reason)
        one.add("count", count)
        return one
      })
  }

  /// An amount of money as a number; null when it is unknown.
  mutating func add(_ name: String, amount: Money?) {
    add(name, raw: amount.map { decimal($0.micros, places: 6) } ?? "null")
  }

  mutating func add(_ name: String, price: Price?) {
    add(name, raw: price.map { decimal($0.micros, places: 6) } ?? "null")
  }

  mutating func add(_ name: String, list: [JSON]) {
    add(name, raw: "[\(list.map(\.text).joined(separator: ","))]")
  }
}

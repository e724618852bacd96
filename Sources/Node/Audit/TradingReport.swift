import Codec
import Events
import Journal
package import Market
import Numerics
import Portfolio

/// What a run came to as far as trading goes.
package struct TradingReport: Sendable {
  package struct Position: Sendable {
    package let instrument: String
    package let units: Int64
  }

  /// Whether settings were applied: without them nothing can trade.
  package private(set) var isConfigured = false
  package private(set) var mode = ""
  package private(set) var currency = ""
  package private(set) var requested: Int64 = 0
  package private(set) var refused: Int64 = 0
  package private(set) var filled: Int64 = 0
  package private(set) var canceled: Int64 = 0
  package private(set) var rejected: Int64 = 0
  package private(set) var notSent: Int64 = 0
  package private(set) var unknown: Int64 = 0
  package private(set) var lotsOpened: Int64 = 0
  package private(set) var lotsClosed: Int64 = 0
  package private(set) var won: Int64 = 0
  package private(set) var lost: Int64 = 0
  /// What the lots that won and those that lost came to, each as a sum above zero.
  package private(set) var gains = Money.zero
  package private(set) var losses = Money.zero
  /// Entries that the strategy proposed and its rules refused, by first reason, each once until it changes.
  private var refusedEntries: [String: Int64] = [:]
  package private(set) var openingBalance: Money?
  package private(set) var balance: Money?
  package private(set) var nav: Money?
  package private(set) var marginUsed: Money?
  package private(set) var profit = Money.zero
  package private(set) var commission = Money.zero
  package private(set) var spreadCost = Money.zero
  package private(set) var slippageCost = Money.zero
  /// By first blocker.
  private var blockers: [String: Int64] = [:]

  // What the reducers know at the end.
  package var openOrders: Int64 = 0
  package var openLots: Int64 = 0
  package var positions: [Position] = []
  package var killSwitch = (isEngaged: true, owner: "", reason: "")

  init() {}

  /// - Parameter from: First event of the run.
  init(of log: any EventLog, path: String, from: UInt64) throws {
    try TradingEvents.forEach(in: log, path: path, from: from) { event, arena in
      note(event, arena)
    }
  }

  /// Takes what a portfolio knows at the end.
  mutating func take(_ end: PortfolioEnd) {
    openOrders = end.openOrders
    openLots = end.openLots
    positions = end.positions.map { Position(instrument: $0.name, units: $0.units) }
    killSwitch = (end.killSwitch.isEngaged, end.killSwitch.owner, end.killSwitch.reason)
  }

  /// Refusals of orders by reason, largest first.
  package var refusals: [(reason: String, count: Int64)] { Self.sorted(blockers) }

  /// Refusals of entries by reason, largest first.
  package var entryRefusals: [(reason: String, count: Int64)] { Self.sorted(refusedEntries) }

  private static func sorted(_ counts: [String: Int64]) -> [(reason: String, count: Int64)] {
    counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) }
  }

  /// The share of closed lots that won, in millionths; nil before one was closed.
  package var winRate: Ratio? {
    guard lotsClosed > 0 else { return nil }
    return Ratio(micros: roundedDivision(won * 1_000_000, by: lotsClosed))
  }

  /// The win rate at which wins and losses of the sizes that were realised come to nothing, in millionths.
  ///
  ///     needed = mean loss ÷ (mean win + mean loss)
  ///
  /// Nil before there was a win and a loss.
  package var winRateNeeded: Ratio? {
    guard won > 0, lost > 0 else { return nil }
    let win = gains.micros / won
    let loss = losses.micros / lost
    // Whole ten-thousandths of money keep the product in range; means of less count as one.
    let (w, l) = (max(1, win / 100), max(1, loss / 100))
    let (product, isTooLarge) = l.multipliedReportingOverflow(by: 1_000_000)
    return isTooLarge ? nil : Ratio(micros: roundedDivision(product, by: w + l))
  }

  /// Why nothing was traded; nil when something was.
  package var tradedNothingBecause: String? {
    guard filled == 0 else { return nil }
    if !isConfigured { return "no trading settings were applied" }
    guard requested + refused > 0 else {
      guard !refusedEntries.isEmpty else { return "nobody asked for an order" }
      return "every entry was refused: \(Self.list(entryRefusals))"
    }
    guard refused > 0 else { return "no order was filled" }
    return "orders were refused: \(Self.list(refusals))"
  }

  private static func list(_ counts: [(reason: String, count: Int64)]) -> String {
    counts.map { "\($0.reason) \($0.count)" }.joined(separator: ", ")
  }

  private mutating func note(_ event: Event, _ arena: borrowing ByteBuffer) {
    switch event.body {
    case .configurationApplied(let place):
      let applied = arena[place]
      isConfigured = true
      if let text = applied.mode { mode = String(decoding: arena[text], as: UTF8.self) }
      if let text = applied.accountCurrency {
        currency = String(decoding: arena[text], as: UTF8.self)
      }
    case .orderRequested: requested += 1
    case .orderRefused(let place):
      refused += 1
      blockers[arena[place].blockers.first?.name ?? "unknown", default: 0] += 1
    case .entryRefused(let place): refusedEntries[arena[place].reason.name, default: 0] += 1
    case .orderFilled(let place): note(arena[place])
    case .orderCanceled: canceled += 1
    case .orderRejected: rejected += 1
    case .orderNotSent: notSent += 1
    case .orderOutcomeUnknown: unknown += 1
    case .lotOpened: lotsOpened += 1
    case .lotClosed(let lot):
      lotsClosed += 1
      if lot.realised.micros > 0 {
        won += 1
        gains.micros &+= lot.realised.micros
      }
      if lot.realised.micros < 0 {
        lost += 1
        losses.micros &-= lot.realised.micros
      }
    case .accountObserved(let report):
      if openingBalance == nil { openingBalance = report.balance }
      balance = report.balance
      nav = report.nav
      marginUsed = report.marginUsed
    default: return
    }
  }

  private mutating func note(_ fill: OrderFilled) {
    if fill.order != nil, fill.remaining.map({ $0.count == 0 }) ?? true { filled += 1 }
    if openingBalance == nil {
      openingBalance = Money(
        micros: fill.balance.micros &- fill.profit.micros &+ fill.commission.micros)
    }
    balance = fill.balance
    profit.micros &+= fill.profit.micros
    commission.micros &+= fill.commission.micros
    spreadCost.micros &+= fill.spreadCost.micros
    slippageCost.micros &+= fill.slippageCost.micros
  }
}

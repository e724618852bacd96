import Allocator
import Evaluator
import Events
package import Journal
package import Market

/// One evaluation round, as the journal tells it.
package struct GatesRound: Sendable {
  /// One instrument of it.
  package struct Row: Sendable {
    package struct Summary: Sendable {
      package let trades: Int64
      package let calmar: Double
      package let profitTotal: Double
    }

    package let instrument: InstrumentID
    package let gate: Int64
    package let cooldown: Int64
    package let buffer: Double
    package let reason: String
    /// False while the shadow has not caught up.
    package let isStepped: Bool
    package let leastTrades: Double
    package let leastCalmar: Double
    package let leastProfit: Double
    /// nil: there was none.
    package let summary: Summary?
  }

  package let sequence: UInt64
  package let at: Timestamp
  /// In the order of `INSTRUMENTS`.
  package let rows: [Row]
}

/// One allocation round, as the journal tells it.
package struct AllocationTold: Sendable {
  /// One instrument of it.
  package struct Row: Sendable {
    package let instrument: InstrumentID
    package let standing: String
    /// nil: not in the set.
    package let weight: Weight?
    /// Place in the set from 1; nil: not in it.
    package let rank: Int64?
  }

  package let sequence: UInt64
  package let at: Timestamp
  package let isPublished: Bool
  /// nil in a hold.
  package let mode: String?
  package let reason: String
  package let isReduceOnly: Bool
  /// The gates among its facts; nil: there were none.
  package let gatesSequence: UInt64?
  /// In the order of `INSTRUMENTS`.
  package let rows: [Row]

  /// Everything with a weight, best first.
  package var selected: [Row] {
    rows.filter { $0.rank != nil }.sorted { ($0.rank ?? 0) < ($1.rank ?? 0) }
  }
}

/// The rounds of a journal.
package struct RoundBook: Sendable {
  package private(set) var gates: [GatesRound] = []
  package private(set) var allocations: [AllocationTold] = []
  private var gatesSequences: [UInt64] = []

  /// - Parameters:
  ///   - from: Rounds before it are left out.
  ///   - to: The first instant that is left out.
  package init(of log: any EventLog, path: String, from: Timestamp?, to: Timestamp?) throws {
    try AllocatorEvents.forEach(in: log, path: path) { event, because, outbox in
      let isWanted = (from.map { event.at >= $0 } ?? true) && (to.map { event.at < $0 } ?? true)
      switch event.body {
      case .gatesPublished(let place):
        gatesSequences.append(event.sequence)
        if isWanted { gates.append(GatesRound(outbox[place], event, outbox.arena)) }
      case .allocationPublished(let place):
        if isWanted {
          allocations.append(
            AllocationTold(outbox[place], event, gates: gates(of: because), outbox.arena))
        }
      case .allocationHeld(let place):
        if isWanted {
          allocations.append(
            AllocationTold(outbox[place], event, gates: gates(of: because), outbox.arena))
        }
      default: break
      }
    }
  }

  /// The newest gates among the facts of a decision.
  private func gates(of because: [UInt64]) -> UInt64? {
    because.last { fact in
      var (low, high) = (0, gatesSequences.count)
      while low < high {
        let middle = (low + high) / 2
        if gatesSequences[middle] < fact { low = middle + 1 } else { high = middle }
      }
      return low < gatesSequences.count && gatesSequences[low] == fact
    }
  }
}

extension GatesRound {
  fileprivate init(_ gates: GatesPublished, _ event: Event, _ arena: borrowing ByteBuffer) {
    sequence = event.sequence
    at = event.at
    let columns = (
      gate: WholeColumn(gates.gates, arena), cooldown: WholeColumn(gates.cooldowns, arena),
      reason: WholeColumn(gates.reasons, arena), stepped: WholeColumn(gates.stepped, arena),
      trades: WholeColumn(gates.trades, arena)
    )
    let buffers = RealColumn(gates.buffers, arena)
    let floors = (
      trades: RealColumn(gates.floorsTrades, arena), calmar: RealColumn(gates.floorsCalmar, arena),
      profit: RealColumn(gates.floorsPnl, arena)
    )
    let calmars = RealColumn(gates.calmar, arena)
    let profits = RealColumn(gates.pnlTotal, arena)
    rows = arena.wholes(of: gates.instruments).enumerated().map { row, number in
      var summary: Row.Summary?
      if let trades = columns.trades[row], let calmar = calmars[row], let profit = profits[row] {
        summary = Row.Summary(trades: trades, calmar: calmar, profitTotal: profit)
      }
      let reason = GateReason.allCases.first { Int64($0.rawValue) == columns.reason[row] }
      return Row(
        instrument: InstrumentID(told: number), gate: columns.gate[row] ?? 0,
        cooldown: columns.cooldown[row] ?? 0, buffer: buffers[row] ?? 0,
        reason: reason?.name ?? "?", isStepped: columns.stepped[row] == 1,
        leastTrades: floors.trades[row] ?? 0, leastCalmar: floors.calmar[row] ?? 0,
        leastProfit: floors.profit[row] ?? 0, summary: summary)
    }
  }
}

extension AllocationTold {
  fileprivate init(
    _ told: AllocationPublished, _ event: Event, gates: UInt64?, _ arena: borrowing ByteBuffer
  ) {
    let weights = WholeColumn(told.weights, arena)
    let ranks = WholeColumn(told.ranks, arena)
    let standings = WholeColumn(told.standings, arena)
    let rows = arena.wholes(of: told.instruments).enumerated().map { row, number in
      Row(
        instrument: InstrumentID(told: number), standing: Self.standing(standings[row]),
        weight: weights[row].map { Weight(micros: $0) }, rank: ranks[row])
    }
    self.init(
      sequence: event.sequence, at: event.at, isPublished: true, mode: told.mode.name,
      reason: told.reason.name, isReduceOnly: false, gatesSequence: gates, rows: rows)
  }

  fileprivate init(
    _ told: AllocationHeld, _ event: Event, gates: UInt64?, _ arena: borrowing ByteBuffer
  ) {
    let standings = WholeColumn(told.standings, arena)
    let rows = arena.wholes(of: told.instruments).enumerated().map { row, number in
      Row(
        instrument: InstrumentID(told: number), standing: Self.standing(standings[row]),
        weight: nil, rank: nil)
    }
    self.init(
      sequence: event.sequence, at: event.at, isPublished: false, mode: nil,
      reason: told.reason.name, isReduceOnly: told.reduceOnly, gatesSequence: gates, rows: rows)
  }

  private static func standing(_ number: Int64?) -> String {
    Standing.allCases.first { Int64($0.rawValue) == number }?.name ?? "?"
  }
}

/// A list of whole numbers of one event, which another program may have written shorter.
private struct WholeColumn {
  private let entries: [Int64?]

  init(_ numbers: Numbers, _ arena: borrowing ByteBuffer) { entries = arena.wholes(of: numbers) }

  subscript(row: Int) -> Int64? { row < entries.count ? entries[row] : nil }
}

/// The same of doubles.
private struct RealColumn {
  private let entries: [Double?]

  init(_ numbers: Numbers, _ arena: borrowing ByteBuffer) { entries = arena.reals(of: numbers) }

  subscript(row: Int) -> Double? { row < entries.count ? entries[row] : nil }
}

extension InstrumentID {
  /// The number of a list's entry; one that is none is named as an unlisted instrument.
  fileprivate init(told number: Int64?) {
    self.init(UInt16(exactly: number ?? -1) ?? .max)
  }
}

import Evaluator
import Events
import Market

/// What the allocator's own recorded events change.
extension AllocatorReducer {
  mutating func take(
    _ gates: GatesPublished, _ arena: borrowing ByteBuffer, _ sequence: UInt64, _ now: Timestamp
  ) {
    gatesSequence = sequence
    gatesAt = now
    keepSessions(at: now)
    for index in universe { instruments[index].shadow?.lookAhead(to: now) }
    // An instrument that is not among them has no gate.
    for index in instruments.indices {
      instruments[index].isGateOpen = false
      instruments[index].isInCooldown = false
    }
    let listed = arena.wholes(of: gates.instruments)
    let open = Column(gates.gates, arena)
    let cooldowns = Column(gates.cooldowns, arena)
    let eligible = Column(gates.eligible, arena)
    let passes = Column(gates.passes, arena)
    let fails = Column(gates.fails, arena)
    let misses = Column(gates.misses, arena)
    let until = Column(gates.cooldownUntil, arena)
    for (row, number) in listed.enumerated() {
      guard let index = place(number) else { continue }
      instruments[index].isGateOpen = open[row] == 1
      instruments[index].isInCooldown = cooldowns[row] == 1
      var state = EligibilityState()
      state.isEligible = eligible[row] == 1
      state.passes = Column.counted(passes[row])
      state.fails = Column.counted(fails[row])
      state.misses = Column.counted(misses[row])
      state.cooldownUntil = Column.instant(until[row])
      instruments[index].eligibility = state
    }
  }

  mutating func take(
    _ allocation: AllocationPublished, _ arena: borrowing ByteBuffer, _ now: Timestamp
  ) {
    weightsAt = now
    if allocation.mode == .normal { hasPublished = true }
    for index in instruments.indices { instruments[index].isIncumbent = false }
    let weights = Column(allocation.weights, arena)
    for (row, number) in arena.wholes(of: allocation.instruments).enumerated() {
      guard let index = place(number) else { continue }
      instruments[index].isIncumbent = weights[row] != nil
    }
  }

  /// One of other parameters than those in force was of a history that is over.
  mutating func take(_ summary: SummaryComputed, _ arena: borrowing ByteBuffer) {
    let index = summary.instrument.index
    guard index < instruments.count, let shadow = instruments[index].shadow,
      String(decoding: arena[summary.paramKey], as: UTF8.self) == shadow.key
    else { return }
    instruments[index].shadow?.history.record(
      SummaryFigures(
        trades: Double(summary.trades), calmar: summary.calmar, profitTotal: summary.pnlTotal),
      of: shadow.rules.parameters, at: summary.to)
  }

  private func place(_ number: Int64?) -> Int? {
    guard let number, instruments.indices.contains(Int(clamping: number)) else { return nil }
    return Int(number)
  }
}

/// One list of a round. A record of other rules may hold any numbers.
private struct Column {
  private let entries: [Int64?]

  init(_ numbers: Numbers, _ arena: borrowing ByteBuffer) { entries = arena.wholes(of: numbers) }

  subscript(row: Int) -> Int64? { row < entries.count ? entries[row] : nil }

  /// A counter of the state machine.
  static func counted(_ number: Int64?) -> Int { Int(min(max(number ?? 0, 0), 1 << 30)) }

  static func instant(_ milliseconds: Int64?) -> Timestamp? {
    guard let milliseconds, milliseconds >= 0,
      milliseconds < Timestamp.limit.nanoseconds / nanosecondsPerMillisecond
    else { return nil }
    return Timestamp(nanoseconds: milliseconds * nanosecondsPerMillisecond)
  }
}

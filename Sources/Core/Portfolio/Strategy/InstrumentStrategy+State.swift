import Events
import Market
import Strategy

extension InstrumentStrategy {
  mutating func archive<Archive: StateArchive & ~Copyable>(into archive: inout Archive) {
    archiveWindow(into: &archive)
    archive.group("history") { archive in
      var stance = StanceLabel(history.stance)
      archive.label("stance", &stance)
      history.stance = stance.stance
      archive.optional("last_entry", &history.lastEntryAt, of: .zero) { $1.time("at", &$0) }
      archive.optional("entry_before", &history.entryBeforeAt, of: .zero) { $1.time("at", &$0) }
      archive.optional("last_exit", &history.lastExitAt, of: .zero) { $1.time("at", &$0) }
    }
    archive.flag("wants_out", &wantsOut)
    archive.label("exit", &exit)
    archive.flag("is_pulse", &isPulse)
    archive.count("proposal", &proposal)
    archive.flag("is_gate_open", &isGateOpen)
    archive.flag("is_cooling_down", &isCoolingDown)
    archive.optional("weight", &weight, of: Weight(micros: 0)) {
      $1.number("micros", &$0.micros, in: 0...1_000_000)
    }
    archive.flag("is_filled", &isFilled)
    archive.number("rank", &rank, in: 0...65_535)
    archive.optional("last_increase", &lastIncreaseAt, of: .zero) { $1.time("at", &$0) }
    archive.optional("refusal", &refusal, of: .mode) { $1.label("reason", &$0) }
    archive.time("refused_at", &refusedAt)
    archive.group("target") { archive in
      archive.label("stance", &target.stance)
      archive.label("action", &target.action)
      archive.label("reason", &target.reason)
      var bits = Int64(target.blockers.bits)
      archive.number("blockers", &bits, in: 0...Int64(LabelSet<OrderBlocker>.mostBits))
      target.blockers = LabelSet(UInt64(bits))
    }
  }

  private mutating func archiveWindow<Archive: StateArchive & ~Copyable>(
    into archive: inout Archive
  ) {
    var closes = window.closes.oldestFirst
    archive.list(
      "closes", &closes, of: PricePoint(close: nil, at: .zero), atMost: window.closes.capacity
    ) {
      $1.optional("price", &$0.close, of: Price(micros: 0)) { $1.number("micros", &$0.micros) }
      $1.time("at", &$0.at)
    }
    var coherences = window.coherences.oldestFirst
    archive.list("coherences", &coherences, of: nil, atMost: window.coherences.capacity) {
      $1.optional("value", &$0, of: Ratio(micros: 0)) { $1.ratio("micros", &$0) }
    }
    guard archive.isReading else { return }
    window = DirectionWindow(
      look: window.closes.capacity - 1, coherenceLookback: window.coherences.capacity - 1,
      closes: closes, coherences: coherences)
  }
}

extension StrategyMemory {
  mutating func archive<Archive: StateArchive & ~Copyable>(into archive: inout Archive) {
    archive.optional("gates_at", &gatesAt, of: .zero) { $1.time("at", &$0) }
    archive.count("gates_sequence", &gatesSequence)
    archive.count("weights_sequence", &weightsSequence)
    archive.flag("is_held_reduce_only", &isHeldReduceOnly)
    archive.optional("last_order", &lastOrderAt, of: .zero) { $1.time("at", &$0) }
    archive.optional("last_pulse", &lastPulseAt, of: .zero) { $1.time("at", &$0) }
    archive.count("pulses_today", &pulsesToday, atMost: 1_000_000)
    archive.count("pulse_day", &pulseDay, atMost: 100_000)
    archive.optional("skipped_pulse", &skippedPulse, of: .disabled) { $1.label("reason", &$0) }
    archive.time("skipped_pulse_at", &skippedPulseAt)
    archive.optional("budget_reason", &budgetReason, of: .ok) { $1.label("reason", &$0) }
    archive.count("budget_sequence", &budgetSequence)
  }
}

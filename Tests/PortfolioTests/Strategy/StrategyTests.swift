import Configuration
import Events
import Market
import PaperRun
import Testing
import Turns

@testable import Portfolio

@Suite struct `An entry` {
  @Test func `is proposed on metrics that allow it, and ramps up to its target by steps`() throws {
    let stage = try StrategyStage { $0.riskMaxLossAtStopShare = nil }
    try stage.warm()
    try stage.minutes(13, 4)
    let entry = try #require(stage.last(.entryProposed))
    #expect(entry.text("stance") == "long")
    #expect(stage.units() > 0)
    let steps = stage.orders(.entry)
    #expect(steps.count > 1)
    // A quarter of the cap a step, at most: 10,000 × 0.30 ÷ 3 ÷ 4 of margin.
    #expect(steps.allSatisfy { Double($0.units.count) * 0.022 <= 251 })
    #expect(steps.allSatisfy { $0.stop != nil && $0.bound != nil && !$0.reduceOnly })
    #expect(stage.count(.budgetComputed) == steps.count)
  }

  @Test func `follows the metrics of its own candle`() throws {
    let stage = try StrategyStage()
    try stage.warm()
    try stage.minutes(13, 4)
    let entry = try #require(stage.facts.firstIndex { $0.kind == .entryProposed })
    let metrics = try #require(stage.facts[..<entry].last { $0.kind == .metricsComputed })
    #expect(metrics.at == stage.facts[entry].at)
  }

  /// What stands in the way, and how a stage brings it about.
  enum Obstacle: String, CaseIterable {
    case killSwitch = "kill_switch"
    case gate, cooldown, weight, filled, signal, guards
    case noGates = "gates_blob"
    case flatPrice = "slope_below_threshold"
    case fallingCoherence = "coherence_falling"
    case lowCoherence = "coherence_low"

    func stand(_ stage: StrategyStage) throws {
      switch self {
      case .killSwitch: try stage.engage()
      case .gate: stage.script.gates = [0]
      case .cooldown: stage.script.cooldowns = [1]
      case .weight:
        stage.script.weights = [nil]
        stage.script.standings = [2]
      case .filled: stage.script.standings = [1]
      case .signal: stage.script.isReady = false
      case .guards: stage.script.coherence = 150_000
      case .noGates: stage.script.gates = nil
      case .flatPrice: return
      case .fallingCoherence, .lowCoherence: return
      }
    }
  }

  @Test(arguments: Obstacle.allCases) func `is refused with its reason`(obstacle: Obstacle) throws {
    let stage = try StrategyStage {
      if obstacle == .guards { $0.guardMinCoherence = 0.2 }
      if obstacle == .lowCoherence { $0.coherenceGate = 0.5 }
    }
    if obstacle == .noGates { try obstacle.stand(stage) }
    try stage.warm()
    try obstacle.stand(stage)
    for minute in 0..<16 {
      if obstacle == .fallingCoherence { stage.script.coherence = 400_000 - Int64(minute) * 10_000 }
      try stage.minute(obstacle == .flatPrice ? 0 : 4)
    }
    #expect(stage.count(.entryProposed) == 0)
    #expect(stage.units() == 0)
    #expect(stage.last(.entryRefused)?.text("reason") == obstacle.rawValue)
  }

  @Test func `is refused once while the first reason stays, and again after an hour`() throws {
    let stage = try StrategyStage(releases: false)
    try stage.minutes(59)
    #expect(stage.count(.entryRefused) == 1)
    try stage.minutes(3)
    #expect(stage.count(.entryRefused) == 2)
  }

  @Test func `whose order ends without a fill goes back, with its cooldown`() throws {
    let stage = try StrategyStage {
      $0.paperFaults = [PaperFaultRate(fault: .cancel, perMille: 1_000)]
    }
    try stage.warm()
    try stage.minutes(13, 4)
    #expect(stage.last(.entryExpired)?.text("reason") == "canceled")
    #expect(stage.units() == 0)
    let proposed = stage.count(.entryProposed)
    try stage.minutes(2, 4)
    #expect(stage.count(.entryProposed) > proposed)
  }

  @Test func `that no order follows goes back after half a minute`() throws {
    // The cap allows no unit: an increase is never planned.
    let stage = try StrategyStage { $0.riskMaxLossAtStopShare = 0.000_000_1 }
    try stage.warm()
    try stage.minutes(14, 4)
    #expect(stage.count(.orderRequested) == 0)
    #expect(stage.last(.entryExpired)?.text("reason") == "no_order")
  }

  @Test func `is one of at most four positions`() throws {
    let names = ["EUR_USD", "USD_JPY", "GBP_USD", "USD_CAD", "AUD_USD", "USD_CHF"]
    let stage = try StrategyStage(names)
    try stage.warm()
    try stage.minutes(15, 6)
    let held = names.indices.count { stage.units($0) != 0 }
    #expect(held == 4)
    #expect(
      stage.facts.contains {
        $0.kind == .targetComputed && $0.text("blockers")?.contains("too_many_positions") == true
      })
  }
}

@Suite struct `A position of the strategy` {
  private func holding(
    _ change: (inout TradingSettings) -> Void = { _ in }
  ) throws -> StrategyStage {
    let stage = try StrategyStage(["EUR_USD"], releases: true, change)
    try stage.warm()
    try stage.minutes(13, 4)
    try #require(stage.units() > 0)
    return stage
  }

  @Test func `is closed by its target`() throws {
    let stage = try holding()
    try stage.minutes(6, 100)
    #expect(stage.last(.exitProposed)?.text("reason") == "pnl_take_profit")
    #expect(stage.orders(.pnlTakeProfit).count == 1)
  }

  @Test func `is closed by its stop`() throws {
    let stage = try holding { $0.exitSlopeEnabled = false }
    try stage.minutes(1, -1_460)
    #expect(stage.last(.exitProposed)?.text("reason") == "pnl_stop_loss")
    try stage.minutes(1)
    #expect(stage.units() == 0)
  }

  @Test func `is closed by a reversal of the slope`() throws {
    let stage = try holding()
    try stage.minutes(8, -12)
    let exit = try #require(stage.facts.first { $0.kind == .exitProposed })
    #expect(exit.text("reason") == "slope_reversal")
    #expect(stage.orders(.slopeReversal).first?.intent == .close)
  }

  @Test func `is closed before the session ends, whatever stands in the way of entries`() throws {
    let stage = try holding { $0.exitSlopeEnabled = false }
    try stage.engage()
    stage.script.gates = nil
    // New York ends at 22:00, the market's evening rest begins at 21:55.
    try stage.minutes(60 * 9)
    #expect(stage.last(.exitProposed)?.text("reason") == "exit_before_close")
    #expect(stage.units() == 0)
  }

  @Test func `is kept when gates are stale, metrics are missing or weights are held`() throws {
    let stage = try holding { $0.exitSlopeEnabled = false }
    let units = stage.units()
    stage.script.gates = nil
    stage.script.weights = nil
    try stage.minutes(10)
    #expect(stage.units() == units)
    stage.script.weights = [nil]
    stage.script.standings = [5]
    try stage.minutes(3)
    #expect(stage.units() == units)
    stage.script.standings = [0]
    stage.script.held = true
    try stage.minutes(3)
    #expect(stage.units() == units)
  }

  @Test func `is closed when its weight is gone to others`() throws {
    let stage = try holding { $0.exitSlopeEnabled = false }
    stage.script.weights = [nil]
    stage.script.standings = [2]
    try stage.minutes(2)
    #expect(stage.orders(.flatTarget).count == 1)
    #expect(stage.units() == 0)
  }

  @Test func `that is only filled in never grows`() throws {
    let stage = try StrategyStage { $0.exitSlopeEnabled = false }
    try stage.warm()
    while stage.units() == 0 { try stage.minute(4) }
    stage.script.standings = [1]
    try stage.minute()
    let units = stage.units()
    try stage.minutes(5)
    #expect(stage.units() == units)
  }

  @Test func `that an operator opened is kept without a stance, and leaves by the exits`() throws {
    let stage = try StrategyStage()
    stage.script.gates = [0]
    try stage.warm()
    try stage.order(1_000)
    try stage.minutes(5)
    #expect(stage.units() == 1_000)
    try stage.minutes(6, 120)
    #expect(stage.last(.exitProposed)?.text("reason") == "pnl_take_profit")
    #expect(stage.units() == 0)
  }

  @Test func `closes although the kill switch is engaged`() throws {
    let stage = try holding()
    try stage.engage()
    try stage.minutes(8, -12)
    #expect(stage.units() == 0)
  }
}

@Suite struct `Decisions of the strategy` {
  /// Entries, ramps, a reversal and exits of two instruments.
  private func day() throws -> StrategyStage {
    let stage = try StrategyStage(["EUR_USD", "USD_JPY"])
    try stage.warm()
    try stage.minutes(14, 5)
    try stage.minutes(9, -9)
    try #require(stage.count(.exitProposed) > 0)
    return stage
  }

  @Test func `restore from their events to the state of the run`() throws {
    let stage = try day()
    var again = TurnEngine(StageReducers())
    for turn in stage.tape.turns {
      try turn.withFrames { bytes, frames in try again.replay(bytes, frames, as: .restore) }
    }
    #expect(
      StateWriter.bytes(of: again.reducers.portfolio)
        == StateWriter.bytes(of: stage.engine.reducers.portfolio))
  }

  @Test func `survive a snapshot`() throws {
    let stage = try day()
    let bytes = StateWriter.bytes(of: stage.engine.reducers.portfolio)
    let section = SnapshotSection(
      name: "x", version: 1, of: stage.engine.reducers.portfolio)
    let read = try section.read(into: PortfolioReducer())
    #expect(StateWriter.bytes(of: read) == bytes)
  }

  @Test func `are at most one of entry, refusal and exit an instrument and turn`() throws {
    let stage = try day()
    let kinds: [EventKind] = [.entryProposed, .entryRefused, .exitProposed]
    for turn in stage.tape.turns {
      var seen: [InstrumentID] = []
      try turn.withFrames { bytes, frames in
        for (offset, frame) in frames.enumerated() {
          var arena = ByteBuffer()
          let event = try frame.event(
            in: bytes, sequence: turn.firstSequence + UInt64(offset), at: .zero, arena: &arena)
          guard kinds.contains(event.body.kind) else { continue }
          let named = event.body.instrument(arena: arena)
          let instrument = try #require(named)
          #expect(!seen.contains(instrument))
          seen.append(instrument)
        }
      }
    }
  }

  @Test func `seed a pulse where a gate opens behind the candle, and keep its size`() throws {
    let stage = try StrategyStage {
      $0.pulseEnabled = true
      $0.pulseBudgetShare = 0.04
      $0.exitSlopeEnabled = false
    }
    stage.script.gates = [0]
    try stage.warm()
    try stage.minutes(14, 4)
    #expect(stage.units() == 0)
    stage.script.gates = [1]
    try stage.minutes(1, 4)
    try stage.minutes(1, 4)
    #expect(
      stage.count(.pulseSeeded) == 1,
      "\(stage.facts.filter { $0.kind == .pulseSkipped }.map { $0.text("reason") ?? "" })")
    let units = stage.units()
    // 4 % of the budget of 3,000, at 0.022 a unit.
    #expect(units > 5_300 && units < 5_500)
    try stage.minutes(5, 4)
    #expect(stage.units() == units)
    #expect(stage.count(.entryProposed) == 0)
  }
}

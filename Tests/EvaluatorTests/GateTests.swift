import Evaluator
import Market
import Numerics
import Strategy
import Testing

private let good = SummaryFigures(trades: 18, calmar: 0.22, profitTotal: 0.008)
private let poor = SummaryFigures(trades: 5, calmar: 0.02, profitTotal: -0.004)
private let levels = HysteresisLevels(
  floors: Floors(trades: 10, calmar: 0.15, profitTotal: 0), limits: FloorLimits(), buffer: 0.10)

@Suite struct `A gate` {
  @Test func `follows the table of section 5.4`() {
    var machine = EligibilityMachine()
    let seen = [good, good, poor, poor, poor, poor, good].enumerated().map { place, figures in
      machine.evaluate(
        .known(figures), levels: levels, isOpen: true, isNearClose: false,
        at: noon.adding(seconds: Int64(place) * 60))
    }
    #expect(seen.map(\.isOpen) == [false, true, true, false, false, false, false])
    #expect(
      seen.map(\.reason.name) == [
        "awaiting_confirmation", "ok", "ok", "below_floor", "below_floor", "cooldown_armed",
        "cooldown",
      ])
  }

  @Test func `has the levels of section 5.4`() {
    #expect(isClose(levels.enterTrades, 11) && isClose(levels.leaveTrades, 9))
    #expect(isClose(levels.enterCalmar, 0.165) && isClose(levels.leaveCalmar, 0.135))
    #expect(isClose(levels.enterProfitTotal, 0.0005))
    #expect(isClose(levels.leaveProfitTotal, -0.0005))
    let enter = SummaryFigures(trades: 11, calmar: 0.165, profitTotal: 0.0005)
    #expect(levels.place(of: enter) == .up)
    let leave = SummaryFigures(trades: 9, calmar: 0.135, profitTotal: -0.0005)
    #expect(levels.place(of: leave) == .between)
    let below = SummaryFigures(trades: 8, calmar: 0.135, profitTotal: -0.0005)
    #expect(levels.place(of: below) == .down)
    #expect(levels.place(of: SummaryFigures(trades: 9, calmar: nil, profitTotal: 0)) == nil)
  }

  @Test func `stays shut and counts nothing before the shadow has caught up`() {
    var state = EligibilityState()
    state.isEligible = true
    state.fails = 1
    state.misses = 3
    var machine = EligibilityMachine(state: state)
    for _ in 0..<10 {
      let verdict = machine.evaluate(
        .missing(.notCaughtUp), levels: levels, isOpen: true, isNearClose: false, at: noon)
      #expect(verdict == GateVerdict(isOpen: false, reason: .summaryMissing))
      #expect(machine.state == state)
    }
    // Every other absence is a miss.
    _ = machine.evaluate(
      .missing(.tooManyTrades), levels: levels, isOpen: true, isNearClose: false, at: noon)
    #expect(machine.state.cooldownUntil == noon.adding(seconds: 7_200))
  }

  @Test(arguments: UInt64(1)...20)
  func `opens only after two passes in a row`(seed: UInt64) {
    print("seed \(seed)")
    var random = SplitMix64(seed: seed)
    var machine = EligibilityMachine()
    var now = noon
    var wasOpen = false
    var passes = 0
    var openings = 0
    for _ in 0..<3_000 {
      now = now.adding(seconds: 60 + Int64(random.next(below: 600)))
      let isOpen = random.next(below: 10) > 0
      let isNearClose = random.next(below: 10) == 0
      let reading: SummaryReading =
        switch random.next(below: 8) {
        case 0: .missing(.coverageLow)
        case 1: .missing(.notCaughtUp)
        case 2: .known(poor)
        case 3: .known(SummaryFigures(trades: 10, calmar: 0.15, profitTotal: 0))
        default: .known(good)
        }
      let wasEligible = machine.state.isEligible
      let verdict = machine.evaluate(
        reading, levels: levels, isOpen: isOpen, isNearClose: isNearClose, at: now)
      // Those that do not count leave the passes as they are.
      if !verdict.isInCooldown, isOpen, reading != .missing(.notCaughtUp) {
        passes = reading == .known(good) ? passes + 1 : 0
      } else if verdict.isInCooldown {
        passes = 0
      }
      if machine.state.isEligible && !wasEligible {
        #expect(passes >= 2, "seed \(seed)")
        openings += 1
      }
      if verdict.isOpen && !wasOpen { #expect(machine.state.isEligible && isOpen && !isNearClose) }
      #expect(verdict.isOpen ? machine.state.isEligible : true)
      wasOpen = verdict.isOpen
    }
    #expect(openings > 10)
  }
}

@Suite struct `Adaptive floors` {
  @Test func `follow from nine summaries as in section 5.2`() {
    let profits = [-0.002, 0.001, 0.002, 0.004, 0.006, 0.008, 0.010, 0.012, 0.014]
    let nine = profits.enumerated().map { place, profit in
      SummaryFigures(
        trades: Double(12 + 2 * place), calmar: Double(place + 1) / 10, profitTotal: profit)
    }
    let floors = FloorLimits().floors(over: nine)
    #expect(isClose(floors.trades, 20))
    #expect(isClose(floors.calmar, 0.54))
    #expect(isClose(floors.profitTotal, 0.0044))
  }

  @Test func `come from the first summary of each hour, of the same parameters`() throws {
    let one = try #require(parameters(0.2))
    let other = try #require(parameters(0.25))
    var history = SummaryHistory(parameters: one)
    let taken1 = history.record(good, of: one, at: noon)
    #expect(taken1)
    let taken2 = history.record(poor, of: one, at: noon.adding(seconds: 1))
    #expect(!taken2)
    for hour in Int64(1)...7 {
      let taken3 = history.record(good, of: one, at: noon.adding(seconds: hour * 3_600))
      #expect(taken3)
    }
    #expect(history.floors == Floors(trades: 18, calmar: 0.22, profitTotal: 0.008, entries: 8))
    let restored = SummaryHistory(
      parameters: history.parameters, newestHour: history.newestHour,
      entries: history.entries.oldestFirst)
    #expect(restored == history)
    let taken4 = history.record(poor, of: other, at: noon.adding(seconds: 7 * 3_600))
    #expect(taken4)
    #expect(history.entries.oldestFirst == [poor])
    #expect(history.floors == Floors(trades: 10, calmar: 0.15, profitTotal: 0, entries: 1))
  }

  @Test func `forget what is older than 720 hours`() throws {
    let set = try #require(parameters(0.2))
    var history = SummaryHistory(parameters: set)
    for hour in Int64(0)...720 {
      let figures = hour == 0 ? poor : good
      history.record(figures, of: set, at: noon.adding(seconds: hour * 3_600))
    }
    #expect(history.entries.count == 720)
    #expect(!history.entries.oldestFirst.contains(poor))
  }

  private func parameters(_ coherence: Double) -> ParameterSet? {
    ParameterSet(
      leastCoherence: coherence, look: 12, thresholdBasisPoints: 2, entryCooldownSeconds: 60,
      exitCooldownSeconds: 60)
  }
}

@Suite struct `A set of parameters` {
  @Test(arguments: [(0.6, "0.6"), (2.0 / 4, "0.5"), (1, "1.0"), (0.0001, "0.0001")])
  func `has a key without trailing zeros`(value: Double, text: String) throws {
    let set = try #require(
      ParameterSet(
        leastCoherence: value, look: 12, thresholdBasisPoints: 1.25, entryCooldownSeconds: 60,
        exitCooldownSeconds: 60))
    #expect(set.key == "c\(text):l12:t1.25:ec60:xc60")
  }

  @Test(arguments: [-0.1, 1.1, .nan, .infinity])
  func `refuses a coherence out of range`(value: Double) {
    let set = ParameterSet(
      leastCoherence: value, look: 12, thresholdBasisPoints: 2, entryCooldownSeconds: 60,
      exitCooldownSeconds: 60)
    #expect(set == nil)
  }
}

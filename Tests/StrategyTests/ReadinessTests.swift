import Market
import Strategy
import Testing

@Suite struct `Readiness` {
  private var ready: ReadinessInputs {
    var inputs = ReadinessInputs()
    inputs.isKillSwitchEngaged = false
    inputs.mode = .paper
    inputs.isReadOnly = false
    inputs.isLiveTradingEnabled = false
    inputs.isBrokerConnected = true
    inputs.accountAt = noon
    inputs.isMarketOpen = true
    inputs.isInstrumentOpen = true
    inputs.isNearClose = false
    inputs.quote = QuoteSnapshot(
      bid: price(1.1), ask: price(1.1001), aliveAt: noon, origin: .stream)
    inputs.isSpreadFine = true
    inputs.signalAt = noon
    inputs.guardsPass = true
    inputs.gatesAt = noon
    inputs.isGateOpen = true
    inputs.isCoolingDown = false
    inputs.weight = Ratio(micros: 1)
    inputs.isReduceOnly = false
    inputs.isMarginGateShut = false
    inputs.isValueAtRiskFine = true
    inputs.isDailyLossReached = false
    return inputs
  }

  @Test func `of nothing known is blocked by everything`() {
    let blockers = ReadinessLimits().blockers(for: ReadinessInputs(), at: noon)
    #expect(Array(blockers) == Blocker.allCases)
    #expect(blockers.first == .killSwitch)
  }

  @Test func `that misses one thing is blocked by it alone`() {
    #expect(ReadinessLimits().blockers(for: ready, at: noon).isReady)
    for (blocker, change) in [
      (.killSwitch, { $0.isKillSwitchEngaged = nil }), (.mode, { $0.mode = nil }),
      (.mode, { $0.isReadOnly = nil }), (.mode, { $0.isReadOnly = true }),
      (.broker, { $0.isBrokerConnected = nil }), (.account, { $0.accountAt = nil }),
      (.market, { $0.isMarketOpen = nil }), (.session, { $0.isInstrumentOpen = nil }),
      (.nearClose, { $0.isNearClose = nil }), (.quote, { $0.quote = nil }),
      (.spread, { $0.isSpreadFine = nil }), (.signal, { $0.signalAt = nil }),
      (.guards, { $0.guardsPass = nil }), (.gatesBlob, { $0.gatesAt = nil }),
      (.gate, { $0.isGateOpen = nil }), (.cooldown, { $0.isCoolingDown = nil }),
      (.weight, { $0.weight = nil }), (.weight, { $0.weight = Ratio(micros: -1) }),
      (.filled, { $0.isReduceOnly = nil }), (.margin, { $0.isMarginGateShut = nil }),
      (.valueAtRisk, { $0.isValueAtRiskFine = nil }), (.dailyLoss, { $0.isDailyLossReached = nil }),
    ] as [(Blocker, (inout ReadinessInputs) -> Void)] {
      var inputs = ready
      change(&inputs)
      #expect(ReadinessLimits().blockers(for: inputs, at: noon) == [blocker], "\(blocker.name)")
    }
  }

  @Test func `ends at the ages of the specification, and with a stamp from the future`() {
    for (blocker, limit, change) in [
      (.account, 60, { $0.accountAt = $1 }), (.quote, 10, { $0.quote?.aliveAt = $1 }),
      (.signal, 300, { $0.signalAt = $1 }), (.gatesBlob, 180, { $0.gatesAt = $1 }),
    ] as [(Blocker, Double, (inout ReadinessInputs, Timestamp) -> Void)] {
      for (age, isReady) in [(limit, true), (limit + 0.001, false), (-5, true), (-5.001, false)] {
        var inputs = ready
        change(&inputs, noon.adding(seconds: -age))
        #expect(
          ReadinessLimits().blockers(for: inputs, at: noon) == (isReady ? [] : [blocker]),
          "\(blocker.name) at \(age)")
      }
    }
  }

  @Test func `counts a crossed quote as none`() {
    var inputs = ready
    inputs.quote?.ask = price(1.0999)
    #expect(ReadinessLimits().blockers(for: inputs, at: noon) == [.quote])
  }

  @Test func `asks for the second switch in live only`() {
    var inputs = ready
    inputs.mode = .practice
    #expect(ReadinessLimits().blockers(for: inputs, at: noon).isReady)
    inputs.mode = .live
    #expect(ReadinessLimits().blockers(for: inputs, at: noon) == [.mode])
    inputs.isLiveTradingEnabled = true
    #expect(ReadinessLimits().blockers(for: inputs, at: noon).isReady)
  }

  /// design.md, section 10 (`EVAL_ENFORCE`).
  @Test func `may pass over the evaluator's gate on paper, never at a broker`() {
    var limits = ReadinessLimits()
    limits.enforcesGate = false
    var inputs = ready
    inputs.isGateOpen = false
    inputs.isCoolingDown = true
    inputs.isLiveTradingEnabled = true
    for mode in [TradingMode.backtest, .paper] {
      inputs.mode = mode
      #expect(limits.blockers(for: inputs, at: noon).isReady)
      #expect(ReadinessLimits().blockers(for: inputs, at: noon) == [.gate, .cooldown])
    }
    for mode in [TradingMode.practice, .live] {
      inputs.mode = mode
      #expect(limits.blockers(for: inputs, at: noon) == [.gate, .cooldown])
    }
    inputs.mode = nil
    #expect(limits.blockers(for: inputs, at: noon) == [.mode, .gate, .cooldown])
  }

  /// design.md, section 10.
  @Test func `keeps quotes of files and signals of long bars fresh for longer`() {
    let limits = ReadinessLimits(bar: .m15)
    var inputs = ready
    inputs.quote?.origin = .candle
    inputs.quote?.aliveAt = noon.adding(seconds: -900)
    inputs.signalAt = noon.adding(seconds: -4_500)
    #expect(limits.blockers(for: inputs, at: noon).isReady)
    inputs.quote?.origin = .file
    #expect(limits.blockers(for: inputs, at: noon) == [.quote])
    inputs.quote?.aliveAt = noon.adding(seconds: -300)
    #expect(limits.blockers(for: inputs, at: noon).isReady)
  }
}

@Suite struct `Freshness of neighbouring bars` {
  @Test func `is what was set on minutes, else five bars or what was set`() {
    #expect(Freshness.limit(seconds: 300, bar: .m1) == 300 * nanosecondsPerSecond)
    #expect(Freshness.limit(seconds: 120, bar: .m1) == 120 * nanosecondsPerSecond)
    #expect(Freshness.limit(seconds: 300, bar: .m5) == 1_500 * nanosecondsPerSecond)
    #expect(Freshness.limit(seconds: 120, bar: .h1) == 18_000 * nanosecondsPerSecond)
    #expect(Freshness.limit(seconds: 2_000, bar: .m5) == 2_000 * nanosecondsPerSecond)
  }

  @Test func `near the close is the minutes set or one bar`() {
    #expect(Freshness.nearClose(minutes: 5, bar: .m1) == 300 * nanosecondsPerSecond)
    #expect(Freshness.nearClose(minutes: 5, bar: .m5) == 300 * nanosecondsPerSecond)
    #expect(Freshness.nearClose(minutes: 5, bar: .m15) == 900 * nanosecondsPerSecond)
  }
}

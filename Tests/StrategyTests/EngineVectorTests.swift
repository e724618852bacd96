import Market
import Strategy
import TestSupport
import Testing

@Suite struct `The engine of the vectors` {
  @Test func `allows an entry when its cooldowns do`() throws {
    try Vectors.forEachCase(in: "trading/engine.json", kind: "entry_allowed") { vector, _ in
      let input = vector["input"]
      var cooldown = EntryCooldown()
      cooldown.entryNanoseconds = try input["entry_cd"].integer() * nanosecondsPerSecond
      cooldown.exitNanoseconds = try input["exit_cd"].integer() * nanosecondsPerSecond
      var history = EntryHistory()
      history.stance = try input["state"]["side"].stance()
      history.lastEntryAt = try input["state"]["last_entry_ms"].instant()
      history.lastExitAt = try input["state"]["last_exit_ms"].instant()
      let now = try #require(try input["now"].instant())
      let reason = cooldown.reason(history, at: now)
      #expect((reason?.name ?? "ok") == (try vector["expect"].text()), "\(input)")
    }
  }

  @Test func `makes a pulse where the file does`() throws {
    try Vectors.forEachCase(in: "trading/engine.json", kind: "pulse") { vector, config in
      let name = Comment(rawValue: try vector["name"].text())
      let input = vector["input"]
      let limits = try limits(input["config"], over: config["pulse"])
      let candidates = try input["candidates"].list()
      let verdict = limits.verdict(
        in: PulseSurroundings(
          lastOrderAt: try input["last_order_ms"].instant(),
          lastPulseAt: try input["last_pulse_ms"].instant(),
          isKillSwitchEngaged: try input["kill"].flag(),
          isMarginGateShut: try input["margin_blocked"].flag(),
          pulsesOpen: Int(try input["pulse_open"].integer()),
          pulsesToday: Int(try input["pulses_today"].integer()),
          budget: try input["budget"].double()),
        candidates: try candidates.enumerated().map { try candidate($1, number: $0) },
        at: try #require(try input["now"].instant()))
      let expect = vector["expect"]
      #expect((verdict.reason == .ok) == (try expect["fire"].flag()), name)
      #expect(verdict.reason.name == (try expect["reason"].text()), name)
      #expect(verdict.units == (try expect["units"].integer()), name)
      let instrument = verdict.instrument.map { candidates[$0.index]["instrument"] }
      #expect((instrument ?? .null) == expect["instrument"], name)
    }
  }

  private func limits(_ own: VectorValue, over config: VectorValue) throws -> PulseLimits {
    let names = try config.members(
      of: "enabled", "interval_sec", "interval_min", "interval_max", "budget_pct", "max_open",
      "max_per_day")
    func setting(_ name: String) -> VectorValue { own.setting(name, over: names) }
    #expect(try setting("interval_min").integer() == 240)
    #expect(try setting("interval_max").integer() == 3_600)
    var limits = PulseLimits()
    limits.isEnabled = try setting("enabled").flag()
    limits.intervalNanoseconds = try setting("interval_sec").integer() * nanosecondsPerSecond
    limits.budgetShare = try setting("budget_pct").number()
    limits.mostOpen = Int(try setting("max_open").integer())
    limits.mostPerDay = Int(try setting("max_per_day").integer())
    return limits
  }

  private func candidate(_ value: VectorValue, number: Int) throws -> PulseCandidate {
    PulseCandidate(
      instrument: InstrumentID(UInt16(number)), isOpen: try value["open"].flag(),
      isNearClose: try value["near_close"].flag(), isGateOpen: try value["gate"].flag(),
      guardsPass: try value["guards_pass"].flag(), isFlat: try value["flat"].flag(),
      isSpreadFine: try value["spread_ok"].flag(), side: try value["side"].stance(),
      cap: try value["cap"].double(), marginPerUnit: try value["mpu"].double())
  }

  @Test func `is blocked by what the file says, in its order`() throws {
    let order = try Vectors.read("trading/engine.json")["config"]["readiness_order"].list()
    #expect(Blocker.allCases.map(\.name) == (try order.map { try $0.text() }))
    try Vectors.forEachCase(in: "trading/engine.json", kind: "readiness") { vector, _ in
      let name = Comment(rawValue: "\(try vector["name"].text()): \(vector["input"])")
      let blockers = ReadinessLimits().blockers(for: try inputs(vector["input"]), at: noon)
      #expect(blockers.isReady == (try vector["expect"]["ready"].flag()), name)
      #expect(
        blockers.names == (try vector["expect"]["blockers"].list().map { try $0.text() }), name)
    }
  }

  private func inputs(_ value: VectorValue) throws -> ReadinessInputs {
    _ = try value.members(
      of: "kill_switch", "mode", "read_only", "live_trading_enabled", "broker_connected",
      "account_age_sec", "market_open", "instrument_open", "near_close", "quote_age_sec",
      "spread_ok", "signal_age_sec", "guards_pass", "blob_age_sec", "gate", "cooldown",
      "weight_ppm", "filled", "margin_blocked", "var_ok", "daily_loss_hit")
    func stamp(_ name: String) throws -> Timestamp? {
      try value[name].double().map { noon.adding(seconds: -$0) }
    }
    var inputs = ReadinessInputs()
    inputs.isKillSwitchEngaged = try value["kill_switch"].flag()
    let mode = try value["mode"].text()
    inputs.mode = TradingMode.allCases.first { $0.name == mode }
    inputs.isReadOnly = try value["read_only"].flag()
    inputs.isLiveTradingEnabled = try value["live_trading_enabled"].flag()
    inputs.isBrokerConnected = try value["broker_connected"].flag()
    inputs.accountAt = try stamp("account_age_sec")
    inputs.isMarketOpen = try value["market_open"].flag()
    inputs.isInstrumentOpen = try value["instrument_open"].flag()
    inputs.isNearClose = try value["near_close"].flag()
    inputs.quote = try stamp("quote_age_sec").map {
      QuoteSnapshot(bid: price(1.1), ask: price(1.1001), aliveAt: $0, origin: .stream)
    }
    inputs.isSpreadFine = try value["spread_ok"].flag()
    inputs.signalAt = try stamp("signal_age_sec")
    inputs.guardsPass = try value["guards_pass"].flag()
    inputs.gatesAt = try stamp("blob_age_sec")
    inputs.isGateOpen = try value["gate"].flag()
    inputs.isCoolingDown = try value["cooldown"].flag()
    inputs.weight = Ratio(micros: try value["weight_ppm"].integer())
    inputs.isReduceOnly = try value["filled"].flag()
    inputs.isMarginGateShut = try value["margin_blocked"].flag()
    inputs.isValueAtRiskFine = try value["var_ok"].flag()
    inputs.isDailyLossReached = try value["daily_loss_hit"].flag()
    return inputs
  }
}

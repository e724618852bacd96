import Market
import Strategy
import TestSupport
import Testing

@Suite struct `Exits of the vectors` {
  @Test func `have the reason and the number written there`() throws {
    try Vectors.forEachCase(in: "trading/exits.json", kind: "exit") { vector, config in
      let name = Comment(rawValue: try vector["name"].text())
      let input = try vector["input"].members(
        of: "position", "now", "quote", "closes", "close_ms", "last_exit_ms", "config")
      let limits = try limits(input["config"], over: config)
      var window = DirectionWindow(look: limits.slopeLook, coherenceLookback: 0)
      for close in try input["closes"].list() { window.record(close: try close.price(), at: noon) }
      let surroundings = ExitSurroundings(
        quote: try quote(input["quote"]),
        slopeBasisPoints: window.slopeBasisPoints(over: limits.slopeLook),
        sessionClosesAt: try input["close_ms"].instant(),
        lastExitAt: try input["last_exit_ms"].instant())
      let verdict = limits.verdict(
        on: try position(input["position"]), in: surroundings,
        at: try #require(try input["now"].instant()))
      let expect = vector["expect"]
      #expect(verdict.isExit == (try expect["exit"].flag()), name)
      #expect(verdict.reason.name == (try expect["reason"].text()), name)
      #expect(verdict.isDeferred == (try expect["deferred"].flag()), name)
      #expect(isClose(verdict.value, try expect["value"].double()), name)
    }
  }

  private func limits(_ own: VectorValue, over config: VectorValue) throws -> ExitLimits {
    let names = try config.members(
      of: "before_close_enabled", "before_close_minutes", "pnl_enabled", "pnl_tp", "pnl_sl",
      "pnl_unit", "slope_enabled", "slope_look", "slope_thr_bps", "exit_cd_sec",
      "quote_max_age_sec", "bracket")
    func setting(_ name: String) -> VectorValue { own.setting(name, over: names) }
    var limits = ExitLimits()
    limits.leavesBeforeClose = try setting("before_close_enabled").flag()
    limits.nearCloseNanoseconds = Freshness.nearClose(
      minutes: try setting("before_close_minutes").integer(), bar: .m1)
    limits.watchesProfit = try setting("pnl_enabled").flag()
    limits.takeProfit = try setting("pnl_tp").number()
    limits.stopLoss = try setting("pnl_sl").number()
    let unit = try setting("pnl_unit").text()
    limits.profitUnit = try #require(ProfitUnit.allCases.first { $0.name == unit })
    limits.watchesSlope = try setting("slope_enabled").flag()
    limits.slopeLook = Int(try setting("slope_look").integer())
    limits.slopeBasisPoints = try setting("slope_thr_bps").number()
    limits.cooldown.exitNanoseconds = try setting("exit_cd_sec").integer() * nanosecondsPerSecond
    limits.quote.streamNanoseconds =
      try setting("quote_max_age_sec").integer() * nanosecondsPerSecond
    return limits
  }

  private func quote(_ value: VectorValue) throws -> QuoteSnapshot? {
    guard !value.isNull else { return nil }
    return QuoteSnapshot(
      bid: try #require(try value["bid"].price()), ask: try #require(try value["ask"].price()),
      aliveAt: try #require(try value["t_ms"].instant()), origin: .stream)
  }

  private func position(_ value: VectorValue) throws -> OpenPosition {
    OpenPosition(
      side: try value["side"].stance(), units: try value["units"].integer(),
      entryPrice: try #require(try value["entry_price"].price()),
      entryAt: try #require(try value["entry_ms"].instant()),
      marginUsed: try value["margin_used"].double(),
      quoteToAccount: try value["quote_to_account"].double())
  }
}

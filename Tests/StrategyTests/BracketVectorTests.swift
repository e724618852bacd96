import Market
import Strategy
import TestSupport
import Testing

@Suite struct `Brackets of the vectors` {
  @Test func `have the mode and the prices written there`() throws {
    try Vectors.forEachCase(in: "trading/exits.json", kind: "bracket") { vector, config in
      let name = Comment(rawValue: try vector["name"].text())
      let input = vector["input"]
      let digits = Int(try input["precision"].integer())
      let bracket = try limits(input["config"], over: config["bracket"]).bracket(
        side: try input["side"].stance(),
        quote: QuoteSnapshot(
          bid: Price(micros: try input["bid"].integer() * 10),
          ask: Price(micros: try input["ask"].integer() * 10), aliveAt: noon, origin: .stream),
        steps: PriceSteps(
          digits: digits, pipLocation: Int(try input["pip_location"].integer())),
        range: try input["atr"].double())
      let expect = vector["expect"]
      #expect((bracket?.mode.name ?? "none") == (try expect["mode"].text()), name)
      #expect(text(bracket?.stop, digits) == (try textOrNil(expect["stop"])), name)
      #expect(text(bracket?.take, digits) == (try textOrNil(expect["take"])), name)
    }
  }

  @Test func `have the average true range written there`() throws {
    try Vectors.forEachCase(in: "trading/exits.json", kind: "atr") { vector, _ in
      let name = Comment(rawValue: try vector["name"].text())
      var average = AverageTrueRange(length: Int(try vector["input"]["n"].integer()))
      for candle in try vector["input"]["candles"].list() {
        average.record(
          high: try candle[0].price(), low: try candle[1].price(), close: try candle[2].price())
      }
      #expect(isClose(average.value, try vector["expect"].double()), name)
    }
  }

  private func limits(_ own: VectorValue, over config: VectorValue) throws -> BracketLimits {
    let names = try config.members(
      of: "mode", "disaster_ppm", "sl_pips", "rr", "atr_k", "min_spreads")
    func setting(_ name: String) -> VectorValue { own.setting(name, over: names) }
    var limits = BracketLimits()
    let mode = try setting("mode").text()
    limits.mode = try #require(BracketMode.allCases.first { $0.name == mode })
    limits.disasterPartsPerMillion = try setting("disaster_ppm").number()
    limits.stopPips = try setting("sl_pips").number()
    limits.rewardRatio = try setting("rr").number()
    limits.rangeMultiple = try setting("atr_k").number()
    limits.leastSpreads = try setting("min_spreads").integer()
    return limits
  }

  /// As it is sent: with the digits of the instrument, and nothing beyond them.
  private func text(_ price: Price?, _ digits: Int) -> String? {
    guard let price else { return nil }
    var tick: Int64 = 1_000_000
    for _ in 0..<digits { tick /= 10 }
    #expect(price.micros % tick == 0, "\(price.micros) is no tick")
    return decimal(price.micros / tick, places: digits)
  }

  private func textOrNil(_ value: VectorValue) throws -> String? {
    value.isNull ? nil : try value.text()
  }
}

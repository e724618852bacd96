import Configuration
import Market
import Testing

@Suite struct `A setting of its own form` {
  @Test func `lists instruments in the order they are given`() throws {
    let settings = try SchemaRows.resolving(("INSTRUMENTS", "EUR_GBP,USD_JPY,EUR_USD")).settings
    #expect(settings.instruments.map(\.name) == ["EUR_GBP", "USD_JPY", "EUR_USD"])
    #expect(settings.instruments.map(\.digits) == [5, 3, 5])
  }

  @Test(arguments: ["XXX_YYY", "USD_EUR", "EUR_USD,EUR_USD", "EUR_USD,", "eur_usd", "EUR/USD"])
  func `refuses instruments there are not, or twice`(text: String) {
    let problems = SchemaRows.problems(("INSTRUMENTS", text))
    #expect(problems.map(\.name) == ["INSTRUMENTS"])
    #expect(problems.map(\.kind) == [.outOfRange])
  }

  @Test func `holds numbers per instrument in the order of the instruments`() throws {
    let standard = TradingSettings()
    #expect(
      standard.hysteresisPairs == [nil, nil, nil, nil, nil, 0.12, nil, 0.15])
    #expect(standard.maxSpreadBasisPointsPairs == [nil, nil, nil, nil, nil, 4, nil, nil])
    let settings = try SchemaRows.resolving(
      ("MAX_SPREAD_BPS_PAIR_JSON", #"{"EUR_GBP":2.5,"USD_JPY":1,"AUD_USD":9}"#),
      ("INSTRUMENTS", "USD_JPY,NZD_USD,EUR_GBP")
    ).settings
    #expect(settings.maxSpreadBasisPointsPairs == [1, nil, 2.5])
    #expect(settings.hysteresisPairs == [nil, 0.12, nil])
    #expect(settings.paperMarginRatePairs == [nil, nil, nil])
  }

  @Test func `finds numbers for the instruments a run from files trades`() throws {
    let given = GivenSetting(
      name: "MAX_SPREAD_BPS_PAIR_JSON", value: .text(#"{"EUR_GBP":2.5}"#), layer: .set)
    let names = ["USD_CHF", "EUR_GBP"].compactMap(Instrument.known)
    let resolution = try SettingsResolution.resolve([given], traded: names)
    #expect(resolution.settings.instruments == names)
    #expect(resolution.settings.maxSpreadBasisPointsPairs == [nil, 2.5])
    #expect(resolution.settings.hysteresisPairs == [0.15, nil])
    #expect(resolution.layers[0] == .run)
  }

  @Test(arguments: [
    #"{"EUR_USD":"1"}"#, #"{"EURUSD":1}"#, #"{"EUR_USD":1,"EUR_USD":1}"#, "[]", "{",
    #"{"EUR_USD":null}"#,
  ])
  func `refuses numbers per instrument that are none`(text: String) {
    let problems = SchemaRows.problems(("MAX_SPREAD_BPS_PAIR_JSON", text))
    #expect(problems.map(\.name) == ["MAX_SPREAD_BPS_PAIR_JSON"], "\(text)")
  }

  @Test func `reads closures in whole seconds and sorts them`() throws {
    let text =
      #"[["2026-07-10T20:55:00Z","2026-07-12T21:05:00Z"],["2026-07-03T20:55:00Z","2026-07-05T21:05:00Z"]]"#
    let closures = try SchemaRows.resolving(("MARKET_CLOSURES_JSON", text)).settings.marketClosures
    #expect(closures.map(\.start.text) == ["2026-07-03T20:55:00Z", "2026-07-10T20:55:00Z"])
    #expect(closures.map(\.end.text) == ["2026-07-05T21:05:00Z", "2026-07-12T21:05:00Z"])
  }

  @Test(arguments: [
    #"[["2026-07-05T21:05:00Z","2026-07-03T20:55:00Z"]]"#, #"[["2026-07-03","2026-07-05"]]"#,
    #"[["2026-07-03T20:55:00.5Z","2026-07-05T21:05:00Z"]]"#, "[[1,2]]", "[1]", "{}",
    #"[["2026-02-30T00:00:00Z","2026-07-05T21:05:00Z"]]"#,
  ])
  func `refuses closures that are none`(text: String) {
    #expect(SchemaRows.problems(("MARKET_CLOSURES_JSON", text)).count == 1, "\(text)")
  }

  @Test func `keeps the hours of sessions that are not named`() throws {
    let settings = try SchemaRows.resolving(
      ("SESSION_HOURS_JSON", #"{"tokyo":["08:30","24:00"]}"#), ("CANDLE_GRAN", "M15"),
      ("MARKET_OPEN_LOCAL", "17:00")
    ).settings
    let sessions = settings.sessionSettings
    #expect(sessions.tokyo.open == LocalTime(text: "08:30"))
    #expect(sessions.tokyo.close == LocalTime(text: "24:00"))
    #expect(sessions.london == SessionSettings().london)
    #expect(sessions.marketOpen == LocalTime(text: "17:00"))
    #expect(sessions.barSeconds == 900)
    #expect(TradingSettings().sessionSettings == SessionSettings())
  }

  @Test(arguments: [
    #"{"paris":["08:00","17:00"]}"#, #"{"tokyo":["18:00","09:00"]}"#,
    #"{"tokyo":["9:00","18:00"]}"#,
    #"{"tokyo":["09:00"]}"#, "[]",
  ])
  func `refuses session hours that are none`(text: String) {
    #expect(SchemaRows.problems(("SESSION_HOURS_JSON", text)).count == 1, "\(text)")
  }

  @Test(arguments: ["24:00", "17:60", "7:05", "17.05"])
  func `refuses a time that no clock shows`(text: String) {
    #expect(SchemaRows.ownProblems("MARKET_OPEN_LOCAL", text).count == 1, "\(text)")
  }

  @Test func `sorts the faults of the paper venue and drops those of no rate`() throws {
    let settings = try SchemaRows.resolving(
      ("PAPER_FAULTS", "partial:80,drop_reply:60,delay:0")
    ).settings
    #expect(
      settings.paperFaults == [
        PaperFaultRate(fault: .dropReply, perMille: 60),
        PaperFaultRate(fault: .partial, perMille: 80),
      ])
    #expect(TradingSettings().paperFaults == [])
  }

  @Test(arguments: [
    "drop_reply", "drop_reply:1001", "drop_reply:-1", "fire:1", "delay:1,delay:2", "delay:1,",
  ])
  func `refuses faults there are not`(text: String) {
    #expect(SchemaRows.problems(("PAPER_FAULTS", text)).count == 1, "\(text)")
  }

  @Test func `counts money in millionths`() throws {
    let settings = try SchemaRows.resolving(("PAPER_BALANCE", "2500.000001")).settings
    #expect(settings.paperBalance == Money(micros: 2_500_000_001))
    #expect(SchemaRows.problems(("PAPER_BALANCE", "1.0000001")).count == 1)
    #expect(SchemaRows.problems(("PAPER_BALANCE", "99999999999999999999")).count == 1)
  }

  @Test func `keeps the gate and the threshold within the decimals of a parameter key`() throws {
    #expect(SchemaRows.problems(("C_MIN", "0.12345")).map(\.kind) == [.outOfRange])
    #expect(try SchemaRows.resolving(("C_MIN", "0.1234")).settings.coherenceGate == 0.1234)
    #expect(try SchemaRows.resolving(("C_MIN", "0.12340")).settings.coherenceGate == 0.1234)
  }
}

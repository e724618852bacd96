import Configuration
import Testing

@Suite struct `Given settings` {
  private func given(_ name: String, _ text: String, _ layer: SettingLayer) -> GivenSetting {
    GivenSetting(
      name: name, value: layer == .file ? .json(.number(text)) : .text(text), layer: layer)
  }

  private func place(_ name: String) throws -> Int {
    try #require(SettingTable.all.place(of: name))
  }

  @Test func `of a later layer replace those of an earlier one, in whatever order they come`()
    throws
  {
    let all = [
      given("ALLOC_TOP_K", "2", .file), given("ALLOC_TOP_K", "4", .set),
      given("ALLOC_TOP_K", "5", .environment), given("CANDLE_COUNT", "7", .environment),
      given("CANDLE_COUNT", "8", .file),
    ]
    for order in [all, all.reversed()] {
      let resolution = try SettingsResolution.resolve(order)
      #expect(resolution.settings.allocTopK == 4)
      #expect(resolution.settings.candleCount == 7)
      #expect(resolution.layers[try place("ALLOC_TOP_K")] == .set)
      #expect(resolution.layers[try place("CANDLE_COUNT")] == .environment)
      #expect(resolution.layers[try place("MODE")] == .defaults)
      #expect(resolution.layerText == "ALLOC_TOP_K=set\nCANDLE_COUNT=environment\n")
    }
  }

  @Test func `are checked even where a later layer replaces them`() {
    let problems = SchemaRows.problems(of: [
      given("ALLOC_TOP_K", "9", .file), given("ALLOC_TOP_K", "2", .set),
    ])
    #expect(problems.map(\.value) == ["9"])
    #expect(problems.allSatisfy { $0.message.contains("in the file") })
  }

  @Test func `are refused with every error at once`() {
    let problems = SchemaRows.problems(
      ("NO_SUCH", "1"), ("GUARD_MIN_COHERENCE", "2"), ("SESSION_EXIT_MINUTES", "0"),
      ("MARGIN_HYST_LOW", "0.5"), ("EXIT_PNL_SL", "1"), ("KILL_SWITCH", "0"),
      ("DISENGAGE_KILL_ON_SUCCESS", "1"), ("RISK_MAX_LOSS_AT_STOP_PCT", "0"),
      ("GUARD_KERNEL", "compat"), ("ALLOC_TOP_K", "9"), ("INSTRUMENTS", "XXX_YYY"),
      ("OANDA_API_KEY", "hunter2"))
    #expect(
      problems.map(\.name).sorted() == [
        "ALLOC_TOP_K", "DISENGAGE_KILL_ON_SUCCESS", "EXIT_PNL_SL", "GUARD_KERNEL",
        "GUARD_MIN_COHERENCE", "INSTRUMENTS", "KILL_SWITCH", "MARGIN_HYST_LOW", "NO_SUCH",
        "OANDA_API_KEY", "RISK_MAX_LOSS_AT_STOP_PCT", "SESSION_EXIT_MINUTES",
      ])
    #expect(problems.allSatisfy { $0.message.hasSuffix(".") })
  }

  @Test(arguments: [
    ("ALLOC_TOPK", "ALLOC_TOP_K"), ("alloc_top_k", "ALLOC_TOP_K"),
    ("GAURD_MIN_COHERENCE", "GUARD_MIN_COHERENCE"),
    ("MARGIN_HYST_HI", "MARGIN_HYST_HIGH"),
  ])
  func `of unknown names are refused with the nearest name`(wrong: String, near: String) {
    let problems = SchemaRows.problems((wrong, "1"))
    #expect(problems.map(\.kind) == [.unknownName])
    #expect(problems[0].message.contains("Do you mean \(near)?"))
  }

  @Test func `of a name like no other are refused without a guess`() {
    let problems = SchemaRows.problems(("WEATHER_IN_BERN", "1"))
    #expect(problems.map(\.kind) == [.unknownName])
    #expect(!problems[0].message.contains("Do you mean"))
  }

  @Test(arguments: [
    "OANDA_API_KEY", "OANDA_ACCOUNT_ID", "VALKEY_MARKET_URL", "VALKEY_URL", "LLM_X_API_KEY",
    "HTTP_TOKEN", "DB_PASSWORD", "SESSION_SECRET", "my_token",
  ])
  func `that are secrets are refused and never shown`(name: String) {
    for layer in [SettingLayer.file, .set] {
      let secret = "s3cr3t-value"
      let value: GivenSetting.Form = layer == .file ? .json(.text(secret)) : .text(secret)
      let problems = SchemaRows.problems(of: [
        GivenSetting(name: name, value: value, layer: layer)
      ])
      #expect(problems.map(\.kind) == [.secret])
      #expect(problems.allSatisfy { $0.value == nil && !$0.description.contains(secret) })
    }
  }

  @Test func `of an unknown name do not show their value, which may be a secret`() {
    #expect(SchemaRows.problems(("OANDA_API_KEYY", "hunter2")).allSatisfy { $0.value == nil })
    #expect(!SchemaRows.problems(("OANDA_API_KEYY", "hunter2"))[0].description.contains("hunter2"))
  }

  @Test func `of names no longer taken say why`() {
    #expect(
      SchemaRows.problems(("KILL_SWITCH", "0"))[0].message.contains("force the kill switch off"))
    #expect(SchemaRows.problems(("MARGIN_OVERLOAD", "1"))[0].message.contains("MARGIN_KILL"))
    #expect(SchemaRows.problems(("MARGIN_AWARE_THRESHOLD", "1"))[0].kind == .refusedName)
    #expect(SchemaRows.problems(("DISENGAGE_KILL_ON_SUCCESS", "0"))[0].kind == .refusedName)
    #expect(SchemaRows.problems(("VALKEY_POOL_MAX", "8"))[0].message.contains("Valkey"))
  }

  @Test func `make messages of one printable line`() {
    let problems = SchemaRows.problems(("A\nB\u{1B}[31m\u{202E}", "x"), ("ALLOC_TOP_K", "9\n\u{7}"))
    for problem in problems {
      #expect(
        problem.description.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x202E })
    }
  }

  @Test func `have the defaults of their mode`() throws {
    #expect(TradingSettings().riskMaxLossAtStopShare == 0.01)
    #expect(try SchemaRows.resolving().settings == TradingSettings())
    #expect(try SchemaRows.resolving(("MODE", "backtest")).settings.riskMaxLossAtStopShare == 0.01)
    #expect(try SchemaRows.resolving(("MODE", "replay")).settings.riskMaxLossAtStopShare == nil)
    #expect(TradingSettings().pulseEnabled)
    let live = try SchemaRows.resolving(("MODE", "live"), ("RISK_MAX_LOSS_AT_STOP_PCT", "0.01"))
    #expect(!live.settings.pulseEnabled)
  }

  @Test func `of a file keep the types of JSON`() throws {
    func file(_ name: String, _ value: JSONValue) -> GivenSetting {
      GivenSetting(name: name, value: .json(value), layer: .file)
    }
    let good = [
      file("ALLOC_TOP_K", .number("2")), file("READ_ONLY", .flag(true)),
      file("GUARD_MAX_HAZARD", .text("off")), file("EXIT_PNL_TP", .number("5e-1")),
      file("INSTRUMENTS", .list([.text("EUR_USD")])), file("MODE", .text("paper")),
      file("HYSTERESIS_PAIR_JSON", .object([JSONMember(name: "EUR_USD", value: .number("0.2"))])),
    ]
    let settings = try SettingsResolution.resolve(good).settings
    #expect(settings.allocTopK == 2 && settings.readOnly && settings.exitPnlTakeProfit == 0.5)
    #expect(settings.hysteresisPairs == [0.2])
    let bad = [
      file("ALLOC_TOP_K", .text("2")), file("ALLOC_TOP_K", .flag(true)),
      file("ALLOC_TOP_K", .number("2.0")), file("C_MIN", .text("0.2")), file("MODE", .number("1")),
      file("HYSTERESIS_PAIR_JSON", .text("{}")), file("READ_ONLY", .number("2")),
    ]
    #expect(SchemaRows.problems(of: bad).map(\.kind) == bad.map { _ in .wrongType })
  }
}

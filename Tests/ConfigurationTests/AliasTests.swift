import Configuration
import Testing

@Suite struct `An older name` {
  @Test(arguments: [
    ("HOTBAND_PAIRS", "INSTRUMENTS", "EUR_USD"), ("FRESH_MAX_WS_AGE_SEC", "QUOTE_MAX_AGE_SEC", "9"),
    ("ALLOC_W_C", "ALLOC_SCORE_WEIGHT_COHERENCE", "0.6"),
    ("ALLOC_W_STAB", "ALLOC_SCORE_WEIGHT_STABILITY", "0.2"),
    ("ALLOC_W_RUP", "ALLOC_SCORE_WEIGHT_RUPTURE", "0.15"),
    ("ALLOC_W_ENT", "ALLOC_SCORE_WEIGHT_ENTROPY", "0.05"),
    ("AUTO_MIN_COHERENCE", "GUARD_MIN_COHERENCE", "0.3"),
    ("AUTO_MAX_RUPTURE", "GUARD_MAX_RUPTURE", "0.25"),
    ("AUTO_MAX_ENTROPY", "GUARD_MAX_ENTROPY", "0.9"), ("AUTO_TP_MODE", "BRACKET_MODE", "atr"),
    ("RISK_MAX_NET_UNITS_PER_PAIR", "PM_MAX_NET_UNITS", "5000"),
  ])
  func `stands for the new one`(old: String, new: String, value: String) throws {
    let place = try #require(SettingTable.all.place(of: new))
    #expect(SettingTable.all.place(of: old) == place)
    #expect(try SchemaRows.resolving((old, value)).settings.text(at: place) == value)
    #expect(try SchemaRows.resolving((old, value), (new, value)).notes == [])
  }

  @Test func `with another value than the new one is refused`() {
    for (old, new, one, other) in [
      ("ALLOC_W_C", "ALLOC_SCORE_WEIGHT_COHERENCE", "0.6", "0.5"),
      ("FRESH_MAX_WS_AGE_SEC", "QUOTE_MAX_AGE_SEC", "9", "10"),
      ("RISK_MAX_NET_UNITS_PER_PAIR", "PM_MAX_NET_UNITS", "5", "6"),
    ] {
      let problems = SchemaRows.problems((old, one), (new, other))
      #expect(problems.map(\.kind) == [.alias], "\(old)")
      #expect(problems[0].message.contains("\(old)=\(one)"))
      #expect(problems[0].message.contains("\(new)=\(other)"))
    }
  }

  @Test(arguments: [
    ("AUTO_MIN_COHERENCE", "GUARD_MIN_COHERENCE", "0.3", "0.25", "0.3"),
    ("AUTO_MIN_COHERENCE", "GUARD_MIN_COHERENCE", "0.25", "0.3", "0.3"),
    ("AUTO_MAX_RUPTURE", "GUARD_MAX_RUPTURE", "0.3", "0.25", "0.25"),
    ("AUTO_MAX_ENTROPY", "GUARD_MAX_ENTROPY", "0.8", "0.9", "0.8"),
  ])
  func `of a guard gives way to the stricter value, and says so`(
    old: String, new: String, one: String, other: String, stricter: String
  ) throws {
    for resolution in [
      try SchemaRows.resolving((old, one), (new, other)),
      try SchemaRows.resolving((new, other), (old, one)),
    ] {
      let place = try #require(SettingTable.all.place(of: new))
      #expect(resolution.settings.text(at: place) == stricter)
      #expect(resolution.notes.count == 1)
      #expect(resolution.notes[0].contains(old) && resolution.notes[0].contains(new))
    }
  }
}

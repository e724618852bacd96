extension TradingSettings {
  /// Reads settings from their canonical text; nil when it is none.
  public init?(canonicalText text: String) {
    self.init()
    var values: [(place: Int, value: SettingValue)] = []
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, let place = SettingTable.all.place(of: String(parts[0])),
        let value = Self.value(String(parts[1]), at: place)
      else { return nil }
      values.append((place, value))
    }
    guard values.count == SettingTable.all.rows.count else { return nil }
    // The instruments first, in whose order lists stand.
    for (place, value) in values {
      if case .instruments = value { set(value, at: place) }
    }
    for (place, value) in values { set(value, at: place) }
  }

  /// Takes a recorded text; one that is no value any more leaves the default.
  mutating func adopt(text: some Sequence<UInt8>, at place: Int) {
    if let value = Self.value(String(decoding: Array(text), as: UTF8.self), at: place) {
      set(value, at: place)
    }
  }

  private static func value(_ text: String, at place: Int) -> SettingValue? {
    let row = SettingTable.all.rows[place]
    if text == row.absentWord { return .absent }
    do throws(SettingReading.Refusal) {
      return try SettingReading(row: row).value(.text(text))
    } catch {
      // Why it is no value was told when it was given; here it only is none.
      return nil
    }
  }
}

import Market

/// The steps from what was given to settings in force.
struct SettingsResolver {
  /// A value under one of a setting's names.
  private struct Spelling {
    let name: String
    var value: SettingValue
    var layer: SettingLayer
  }

  private(set) var problems: [SettingProblem]
  private(set) var settings = TradingSettings()
  private(set) var layers: [SettingLayer]
  private(set) var notes: [String] = []
  private let rows = SettingTable.all.rows
  /// What was given, by place of the setting; a spelling each.
  private var spellings: [[Spelling]]
  /// Settings with a problem of their own: rules about them are not asked.
  private var doubtful: [String] = []

  init(problems: [SettingProblem]) {
    self.problems = problems
    layers = Array(repeating: .defaults, count: rows.count)
    spellings = Array(repeating: [], count: rows.count)
    doubtful = problems.map(\.name)
  }

  /// Reads every value; the last of the highest layer holds.
  mutating func read(_ given: [GivenSetting]) {
    for entry in given {
      if let problem = SettingNames.problem(of: entry) {
        problems.append(problem)
        continue
      }
      guard let place = SettingTable.all.place(of: entry.name) else { continue }
      switch SettingReading(row: rows[place]).read(entry) {
      case .success(let value): keep(value, of: entry, at: place)
      case .failure(let problem):
        problems.append(problem)
        doubtful.append(rows[place].name)
      }
    }
  }

  private mutating func keep(_ value: SettingValue, of entry: GivenSetting, at place: Int) {
    guard let known = spellings[place].firstIndex(where: { $0.name == entry.name }) else {
      spellings[place].append(Spelling(name: entry.name, value: value, layer: entry.layer))
      return
    }
    guard entry.layer >= spellings[place][known].layer else { return }
    spellings[place][known].value = value
    spellings[place][known].layer = entry.layer
  }

  /// Makes the settings of defaults and given values: the mode first, since defaults depend on it, then the
  /// instruments, in whose order lists stand.
  mutating func fill(traded: [Instrument]?) {
    let places = rows.indices.sorted { rank(rows[$0]) < rank(rows[$1]) }
    for place in places {
      let row = rows[place]
      guard let given = combined(place) else {
        settings.set(defaultValue(of: row), at: place)
        continue
      }
      settings.set(given.value, at: place)
      layers[place] = given.layer
    }
    guard let traded, traded != settings.instruments else { return }
    settings.instruments = traded
    for place in places {
      if rows[place].form == .instruments { layers[place] = .run }
      guard rows[place].form == .pairs else { continue }
      settings.set(combined(place)?.value ?? defaultValue(of: rows[place]), at: place)
    }
  }

  private func rank(_ row: SettingDescription) -> Int {
    row.name == "MODE" ? 0 : row.form == .instruments ? 1 : 2
  }

  private func defaultValue(of row: SettingDescription) -> SettingValue {
    guard let text = row.defaultText(in: settings.mode) else { return .absent }
    do {
      return try SettingReading(row: row).value(.text(text))
    } catch { preconditionFailure("the default of \(row.name) is in range: \(error)") }
  }

  /// The one value of a setting that may be given under several names; nil when it was not given.
  private mutating func combined(_ place: Int) -> Spelling? {
    let row = rows[place]
    guard var chosen = spellings[place].first else { return nil }
    for other in spellings[place].dropFirst() {
      if other.value == chosen.value {
        chosen.layer = max(chosen.layer, other.layer)
        continue
      }
      guard row.aliasRule == .stricter, let isHigher = row.higherIsStricter else {
        refuse(row, chosen, other)
        return nil
      }
      let isOtherStricter = isStricter(other.value, than: chosen.value, higher: isHigher)
      let (kept, dropped) = isOtherStricter ? (other, chosen) : (chosen, other)
      let note =
        "\(kept.name)=\(kept.value.text) and \(dropped.name)=\(dropped.value.text) are one setting "
        + "given twice. The stricter one, \(kept.value.text), is used."
      if !notes.contains(note) { notes.append(note) }
      chosen = kept
    }
    return chosen
  }

  private mutating func refuse(_ row: SettingDescription, _ one: Spelling, _ other: Spelling) {
    guard !doubtful.contains(row.name) else { return }
    doubtful.append(row.name)
    problems.append(
      SettingProblem(
        .alias, row, value: "\(one.value.text)",
        message:
          "\(one.name)=\(one.value.text) and \(other.name)=\(other.value.text) are two names "
          + "of one setting with different values. Give one of them."))
  }

  private func isStricter(
    _ left: SettingValue, than right: SettingValue, higher: Bool
  ) -> Bool {
    guard case .real(let left) = left, case .real(let right) = right else { return false }
    return higher ? left > right : left < right
  }

  /// Asks what settings ask of one another, where both are known.
  mutating func check(kernel: String) {
    for rule in SettingRules.broken(by: settings, kernel: kernel)
    where !rule.names.contains(where: doubtful.contains) {
      problems.append(rule.problem)
    }
  }
}

/// All settings, in the order of their sections.
///
/// Made once from the embedded text, a line a setting with its fields between tabs: the compiler has one
/// literal to read instead of thousands.
public struct SettingTable: Sendable {
  public let rows: [SettingDescription]
  /// Names that are not taken any more, each with its reason.
  public let refused: [(name: String, reason: String)]
  /// Places of the rows, by name and by alias.
  private let places: [(name: String, place: Int)]

  public static let all = SettingTable(
    rows: TradingSettings.descriptionLines, refused: TradingSettings.refusedLines)

  private init(rows: String, refused: String) {
    self.rows = rows.split(separator: "\n").map { SettingDescription(line: $0) }
    self.refused = refused.split(separator: "\n").map { line in
      let fields = line.split(separator: "\t").map(String.init)
      return (fields[0], fields[1])
    }
    places = self.rows.enumerated()
      .flatMap { place, row in ([row.name] + row.aliases).map { ($0, place) } }
      .sorted { $0.0 < $1.0 }
  }

  /// The place of the setting with this name or older name.
  public func place(of name: String) -> Int? {
    var low = 0
    var high = places.count
    while low < high {
      let middle = (low + high) / 2
      if places[middle].name < name { low = middle + 1 } else { high = middle }
    }
    return low < places.count && places[low].name == name ? places[low].place : nil
  }

  /// The setting with this name or older name.
  public func row(named name: String) -> SettingDescription? { place(of: name).map { rows[$0] } }

  /// Every name that is looked up: settings, older names, and those refused with a reason.
  public var knownNames: [String] {
    rows.flatMap { [$0.name] + $0.aliases } + refused.map(\.name)
  }
}

extension SettingDescription {
  /// A line of the embedded table; the generator writes as many fields as this reads.
  fileprivate init(line: Substring) {
    let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    precondition(fields.count == 19, "the generated table has 19 fields a row")
    func list(_ text: String) -> [String] { text.split(separator: ",").map(String.init) }
    func some(_ text: String) -> String? { text.isEmpty ? nil : text }
    guard let form = SettingForm(rawValue: fields[1]),
      let runtimeRule = RuntimeRule(rawValue: fields[14])
    else { preconditionFailure("the generated table names forms and rules that exist") }
    name = fields[0]
    self.form = form
    aliases = list(fields[2])
    aliasRule = fields[3] == "stricter" ? .stricter : .refuse
    labels = list(fields[4])
    plainDefault = some(fields[5])
    modeDefaults = list(fields[6]).map { pair in
      let parts = pair.split(separator: "=").map(String.init)
      return (parts[0], parts[1])
    }
    absentWord = some(fields[7])
    mayBeGivenAbsent = fields[8] == "1"
    least = some(fields[9])
    greatest = some(fields[10])
    leastIsOpen = fields[11].contains("l")
    greatestIsOpen = fields[11].contains("g")
    decimals = Int(fields[12])
    unit = some(fields[13])
    self.runtimeRule = runtimeRule
    higherIsStricter = some(fields[15]).map { $0 == "higher" }
    let place = fields[16].split(separator: " ").map(String.init)
    section = place[0]
    isBoundToFirstOpening = place.count > 1
    since = fields[17]
    meaning = fields[18]
  }
}

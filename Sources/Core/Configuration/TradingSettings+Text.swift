public import Numerics

extension TradingSettings {
  /// The text of one setting; where nothing is there, its word for that: `off`, `look`, `unset`.
  public func text(at place: Int) -> String {
    let value = value(at: place)
    return value == .absent ? SettingTable.all.rows[place].absentWord ?? "" : value.text
  }

  /// Every setting in force as `NAME=value` lines, sorted by name.
  public var canonicalText: String {
    SettingTable.all.rows.enumerated()
      .map { place, row in (name: row.name, line: "\(row.name)=\(text(at: place))\n") }
      .sorted { $0.name < $1.name }
      .map(\.line).joined()
  }

  /// SHA-256 of the canonical text: the same for the same settings, wherever they came from.
  public var hash: Digest256 { SHA256.digest(of: [UInt8](canonicalText.utf8)) }
}

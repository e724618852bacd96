package import Configuration
import Events
package import Journal
package import Market

extension RecordedSettings {
  /// The settings that a journal recorded last, up to an instant.
  ///
  /// - Parameter instant: By the clock of the opening that recorded them; nil for the newest.
  /// - Returns: Nil where none were recorded by then.
  package static func newest(
    in log: any EventLog, path: String, at instant: Timestamp?
  ) throws -> RecordedSettings? {
    var found: RecordedSettings?
    try TradingEvents.forEach(in: log, path: path) { event, arena in
      guard case .configurationApplied(let place) = event.body, event.at <= instant ?? event.at
      else { return }
      let applied = arena[place]
      let settings = TradingSettings(applied, arena: arena)
      let layers = String(decoding: arena[applied.layers], as: UTF8.self)
      found = RecordedSettings(
        hash: applied.configurationHash,
        lines: SettingTable.all.rows.enumerated().map { place, row in
          Line(
            name: row.name, value: settings.text(at: place),
            layer: layer(of: row.name, in: layers))
        })
    }
    return found
  }

  private static func layer(of name: String, in layers: String) -> SettingLayer? {
    for line in layers.split(separator: "\n") where line.hasPrefix(name + "=") {
      return SettingLayer(name: String(line.dropFirst(name.count + 1)))
    }
    return .defaults
  }
}

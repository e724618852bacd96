public import Numerics

/// The settings of a run as people look at them: as resolved now, or as a journal recorded them.
public struct RecordedSettings: Equatable, Sendable {
  public struct Line: Equatable, Sendable {
    public let name: String
    public let value: String
    /// Nil where it was not recorded.
    public let layer: SettingLayer?

    public init(name: String, value: String, layer: SettingLayer?) {
      self.name = name
      self.value = value
      self.layer = layer
    }
  }

  public let hash: Digest256
  /// In the order of the settings.
  public let lines: [Line]

  public init(hash: Digest256, lines: [Line]) {
    self.hash = hash
    self.lines = lines
  }

  public init(_ resolution: SettingsResolution) {
    hash = resolution.settings.hash
    lines = SettingTable.all.rows.enumerated().map { place, row in
      Line(
        name: row.name, value: resolution.settings.text(at: place), layer: resolution.layers[place])
    }
  }
}

/// Where the value of a setting comes from; a later one goes before an earlier one.
public enum SettingLayer: UInt8, Comparable, CaseIterable, Sendable {
  case defaults = 0
  case file = 1
  case environment = 2
  case set = 3
  /// The instruments of a run from files, where they are not those of `INSTRUMENTS`.
  case run = 4

  /// As `config show` and the journal name it.
  public var name: String {
    switch self {
    case .defaults: "default"
    case .file: "file"
    case .environment: "environment"
    case .set: "set"
    case .run: "run"
    }
  }

  public init?(name: String) {
    guard let found = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = found
  }

  public static func < (left: SettingLayer, right: SettingLayer) -> Bool {
    left.rawValue < right.rawValue
  }
}

/// A value as somebody gave it, not looked at yet.
public struct GivenSetting: Equatable, Sendable {
  public enum Form: Equatable, Sendable {
    /// From the environment or a command line.
    case text(String)
    /// From a file.
    case json(JSONValue)
  }

  public let name: String
  public let value: Form
  public let layer: SettingLayer

  public init(name: String, value: Form, layer: SettingLayer) {
    self.name = name
    self.value = value
    self.layer = layer
  }
}

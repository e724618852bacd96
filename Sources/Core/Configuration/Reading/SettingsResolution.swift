public import Market

/// Settings that may be run with, and where each came from.
public struct SettingsResolution: Equatable, Sendable {
  public let settings: TradingSettings
  /// In the order of `SettingTable.all`.
  public let layers: [SettingLayer]
  /// What is worth saying at start though nothing is wrong: older names with other values.
  public let notes: [String]

  /// All defaults.
  public static let standard = SettingsResolution(
    settings: TradingSettings(),
    layers: Array(repeating: .defaults, count: SettingTable.all.rows.count), notes: [])

  /// The layers of the settings that are no defaults, as `NAME=layer` lines sorted by name.
  public var layerText: String {
    zip(SettingTable.all.rows, layers).filter { $1 != .defaults }
      .map { "\($0.name)=\($1.name)\n" }.sorted().joined()
  }
}

/// Everything that is wrong with what was given; at least one problem.
public struct SettingProblems: Error, Equatable, Sendable, CustomStringConvertible {
  public let list: [SettingProblem]

  public init(_ list: [SettingProblem]) { self.list = list }

  /// A line a problem.
  public var description: String { list.map(\.description).joined(separator: "\n") }
}

extension SettingsResolution {
  /// Puts what was given over the defaults, or tells everything that is wrong with it.
  ///
  /// Every given value is checked, also one that a later layer replaces. Of one name, the last value of the
  /// highest layer holds.
  ///
  /// - Parameters:
  ///   - given: From all layers, in any order of layers; within one layer, later goes before.
  ///   - kernel: The definition of the metrics that this program computes.
  ///   - traded: The instruments of a run from files, if not those of `INSTRUMENTS`, in their order
  ///     (design.md, section 10). Values per instrument are found for them too.
  ///   - found: Problems of whoever read the layers; they come first.
  public static func resolve(
    _ given: [GivenSetting], kernel: String = "kernel.v1", traded: [Instrument]? = nil,
    found: [SettingProblem] = []
  ) throws(SettingProblems) -> SettingsResolution {
    var resolver = SettingsResolver(problems: found)
    resolver.read(given)
    resolver.fill(traded: traded)
    resolver.check(kernel: kernel)
    guard resolver.problems.isEmpty else { throw SettingProblems(resolver.problems) }
    return SettingsResolution(
      settings: resolver.settings, layers: resolver.layers, notes: resolver.notes)
  }
}

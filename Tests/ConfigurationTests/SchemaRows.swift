import Configuration
import Foundation
import SchemaGen
import TestSupport

/// The settings as the schema file states them: what tests expect never comes from the code under test.
enum SchemaRows {
  static let root = URL(filePath: Vectors.packageRoot)

  static func read() throws -> ConfigurationSchema {
    try ConfigurationSchema(file: root.appending(path: "schemas/config/trading.json"))
  }

  /// One value given on the command line, everything else as it is by default.
  static func resolving(_ pairs: (String, String)...) throws -> SettingsResolution {
    try SettingsResolution.resolve(
      pairs.map { GivenSetting(name: $0.0, value: .text($0.1), layer: .set) })
  }

  /// What is wrong with some values given on the command line.
  static func problems(_ pairs: (String, String)...) -> [SettingProblem] {
    problems(of: pairs.map { GivenSetting(name: $0.0, value: .text($0.1), layer: .set) })
  }

  static func problems(of given: [GivenSetting]) -> [SettingProblem] {
    do {
      _ = try SettingsResolution.resolve(given)
      return []
    } catch { return error.list }
  }

  /// Those that speak of the value itself and not of its neighbours.
  static func ownProblems(_ name: String, _ value: String) -> [SettingProblem] {
    problems((name, value)).filter { $0.kind != .rule }
  }
}

extension SettingSchema {
  var isNumeric: Bool { ["int", "seconds", "units", "real", "money", "pairs"].contains(type) }

  /// A number as the setting takes it.
  func text(of number: Decimal) -> String {
    type == "pairs" ? "{\"EUR_USD\":\(number)}" : "\(number)"
  }

  /// The smallest step that its texts can make here.
  var step: Decimal {
    switch type {
    case "real", "pairs": Decimal(string: decimals == nil ? "0.0000001" : "0.0001") ?? 1
    case "money": Decimal(string: "0.000001") ?? 1
    default: 1
    }
  }

  /// The first number at the low end that is allowed.
  var lowest: Decimal? {
    least.flatMap { Decimal(string: $0) }.map { leastIsOpen ?? false ? $0 + step : $0 }
  }

  var highest: Decimal? {
    greatest.flatMap { Decimal(string: $0) }.map { greatestIsOpen ?? false ? $0 - step : $0 }
  }
}

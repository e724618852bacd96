package import Configuration
package import Market

/// Gathers what was given in all layers, and resolves it: file, environment, `--set`, each over the one before
/// (trading-system.md, section 19).
package struct SettingsGathering {
  private(set) var given: [GivenSetting] = []
  private(set) var problems: [SettingProblem] = []

  /// - Parameters:
  ///   - file: A JSON object of names and values; nil for none.
  ///   - arguments: `NAME=VALUE`, as they stood behind `--set`.
  ///   - lookUp: The value of one environment variable. Asked for known names only.
  package init(
    file: String?, arguments: [String],
    lookUp: (String) -> String? = EnvironmentVariables.value(of:)
  ) {
    if let file { take(SettingsFile.read(file)) }
    given += EnvironmentVariables.settings(lookUp)
    for argument in arguments { take(SetArgument.read(argument)) }
  }

  /// The settings to run with, or everything that is wrong.
  ///
  /// - Parameters: As of `SettingsResolution.resolve`.
  package func resolve(
    kernel: String = "kernel.v1", traded: [Instrument]? = nil
  ) throws(SettingProblems) -> SettingsResolution {
    try SettingsResolution.resolve(given, kernel: kernel, traded: traded, found: problems)
  }

  private mutating func take(_ read: Result<[GivenSetting], SettingProblem>) {
    switch read {
    case .success(let more): given += more
    case .failure(let problem): problems.append(problem)
    }
  }
}

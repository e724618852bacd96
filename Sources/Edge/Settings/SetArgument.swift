import Configuration

/// One `--set NAME=VALUE`.
enum SetArgument {
  static func read(_ argument: String) -> Result<[GivenSetting], SettingProblem> {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      .map(String.init)
    guard parts.count == 2, !parts[0].isEmpty else {
      // It may be a secret without its name: not shown.
      return .failure(
        SettingProblem(
          .unreadable, name: "--set",
          message: "what follows --set is no NAME=VALUE. Write --set ALLOC_TOP_K=2, say."))
    }
    return .success([GivenSetting(name: parts[0], value: .text(parts[1]), layer: .set)])
  }
}

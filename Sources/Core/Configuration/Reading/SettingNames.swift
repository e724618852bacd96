/// What is told from a name alone.
enum SettingNames {
  /// Whether a value of this name must be neither kept nor shown (trading-system.md, section 19).
  static func isSecret(_ name: String) -> Bool {
    let name = name.uppercased()
    if ["OANDA_API_KEY", "OANDA_ACCOUNT_ID"].contains(name) { return true }
    if name.hasPrefix("VALKEY_") && name.hasSuffix("_URL") { return true }
    return ["_KEY", "_TOKEN", "_PASSWORD", "_SECRET"].contains { name.hasSuffix($0) }
  }

  /// Why a name is not taken, if it is no setting; nil for settings and their older names.
  static func problem(of given: GivenSetting) -> SettingProblem? {
    let name = given.name
    if isSecret(name) {
      return SettingProblem(
        .secret, name: name,
        message:
          "a secret stands \(place(of: given.layer)). Its value was not kept. Give it in the "
          + "environment, or in the file that \(shortened(name))_FILE names, and change it if others "
          + "could read it.")
    }
    if let refused = SettingTable.all.refused.first(where: { $0.name == name }) {
      return SettingProblem(
        .refusedName, name: name, value: SettingReading.shown(given.value),
        message: "this setting is refused: \(refused.reason)")
    }
    guard SettingTable.all.place(of: name) == nil else { return nil }
    if name.hasPrefix("VALKEY_") {
      return SettingProblem(
        .unknownName, name: name,
        message:
          "this is no trading setting but one of the Valkey views. Take it out, and give it to "
          + "the commands that write views.")
    }
    let near =
      SettingTable.all.nearest(to: name).map { "Do you mean \($0)?" } ?? "Check the spelling."
    return SettingProblem(
      .unknownName, name: name,
      message: "there is no setting of this name. \(near) `retrace config explain` lists them all.")
  }

  static func place(of layer: SettingLayer) -> String {
    switch layer {
    case .defaults: "in the defaults"
    case .file: "in the file"
    case .environment: "in the environment"
    case .set: "in --set"
    case .run: "in the run"
    }
  }
}

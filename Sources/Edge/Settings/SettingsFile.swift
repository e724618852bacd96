import Configuration
import Glibc

/// The file of `--config`: one JSON object of names and values.
enum SettingsFile {
  static func read(_ path: String) -> Result<[GivenSetting], SettingProblem> {
    let bytes: [UInt8]
    switch FileBytes.read(path, most: JSONReader.longest) {
    case .success(let read): bytes = read
    case .failure(let fault): return .failure(problem(path, fault.reason, .noFile))
    }
    do {
      let value = try JSONReader.read(bytes)
      guard case .object(let members) = value else {
        return .failure(problem(path, "it holds \(value.form), not an object"))
      }
      return .success(
        members.map { GivenSetting(name: $0.name, value: .json($0.value), layer: .file) })
    } catch {
      return .failure(problem(path, error.description))
    }
  }

  private static func problem(
    _ path: String, _ reason: String, _ kind: SettingProblem.Kind = .unreadable
  ) -> SettingProblem {
    SettingProblem(
      kind, name: path,
      message:
        "this file could not be read as settings: \(reason). Nothing of it was taken. Give an "
        + "object of names and values, such as {\"ALLOC_TOP_K\": 2}.")
  }
}

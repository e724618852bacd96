import Configuration
import Glibc

/// The process environment, looked at by known names only.
package enum EnvironmentVariables {
  /// What the environment gives of settings, their older names, and names refused with a reason.
  static func settings(_ lookUp: (String) -> String?) -> [GivenSetting] {
    SettingTable.all.knownNames.compactMap { name in
      lookUp(name).map { GivenSetting(name: name, value: .text($0), layer: .environment) }
    }
  }

  /// One variable; nil when it is not set. Bytes that are not UTF-8 are replaced, and refused later.
  package static func value(of name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }
}

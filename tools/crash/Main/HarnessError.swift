import Glibc

/// Why the harness could not do its work, or what it found.
enum HarnessError: Error, CustomStringConvertible {
  case usage(String)
  /// The operating system refused.
  case system(String, Int32)
  /// The journal is not as it must be.
  case found(String)
  /// A child did what it must not.
  case child(String)

  var description: String {
    switch self {
    case .usage(let text): text
    case .system(let what, let code): "\(what): \(String(cString: strerror(code)))"
    case .found(let text), .child(let text): text
    }
  }
}

/// What a request says of the kill switch, already parsed.
///
/// The body must be an object with `kill_switch` or `enabled` as JSON booleans; where both are there
/// they agree. Anything else is refused and changes nothing: an empty body never releases.
///
/// Source: trading-system.md, section 11.1; http-api.md, section 3.
public enum KillRequest {
  /// One member of the body.
  public enum Member: Equatable, Sendable {
    case absent
    case boolean(Bool)
    /// Null, a number, text, a list, an object, or a name that is there twice.
    case somethingElse
  }

  /// What is asked for.
  ///
  /// - Parameters:
  ///   - isObject: False for any other JSON value, and for what is no JSON.
  /// - Returns: True to engage, false to release, nil to refuse the request.
  public static func engages(isObject: Bool, killSwitch: Member, enabled: Member) -> Bool? {
    guard isObject else { return nil }
    return switch (killSwitch, enabled) {
    case (.boolean(let engages), .absent), (.absent, .boolean(let engages)): engages
    case (.boolean(let engages), .boolean(let other)) where engages == other: engages
    default: nil
    }
  }
}

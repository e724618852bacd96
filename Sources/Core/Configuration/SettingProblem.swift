/// Something wrong with what was given, for people and programs.
public struct SettingProblem: Error, Equatable, Sendable {
  public enum Kind: String, Equatable, Sendable {
    case unknownName
    case secret
    case refusedName
    case wrongType
    case outOfRange
    /// An older name and the name say different things.
    case alias
    /// Two settings do not go together.
    case rule
    /// It may not change while a run goes on, or not in this direction.
    case runtime
    /// The given text is no settings at all.
    case unreadable
    /// A file that was named could not be read at all: nobody knows what it says.
    case noFile
  }

  public let kind: Kind
  /// As it was given; printable and short.
  public let name: String
  /// As it was given; nil for secrets, for unknown names, which may be secrets misspelt, and without a value.
  public let value: String?
  /// What is allowed; nil where there is no such setting.
  public let range: String?
  /// Of trading-system.md.
  public let section: String?
  /// What happened, what is allowed, what to do.
  public let message: String

  public init(
    _ kind: Kind, name: String, value: String? = nil, range: String? = nil, section: String? = nil,
    message: String
  ) {
    self.kind = kind
    self.name = shortened(name)
    self.value = value.map { shortened($0, to: 120) }
    self.range = range
    self.section = section
    self.message = message
  }

  /// A problem with a known setting.
  init(
    _ kind: Kind, _ row: SettingDescription, as name: String? = nil, value: String?,
    message: String
  ) {
    self.init(
      kind, name: name ?? row.name, value: value, range: row.rangeText, section: row.section,
      message: message)
  }
}

extension SettingProblem: CustomStringConvertible {
  /// The message with name, value, range and section in front: one line.
  public var description: String {
    var line = name
    if let value { line += "=\(value)" }
    line += ": \(message)"
    if let range { line += " Allowed: \(range)." }
    if let section { line += " (trading-system.md, section \(section))" }
    return line
  }
}

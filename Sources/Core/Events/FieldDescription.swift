/// What a schema says of one field.
public struct FieldDescription: Equatable, Sendable {
  public let name: String
  public let type: String
  public let meaning: String
  public let unit: String?
  public let range: String?
  /// What it means when the field is not there; nil when it is always there.
  public let absence: String?
  public let since: String

  init(
    _ name: String, _ type: String, _ meaning: String, unit: String? = nil, range: String? = nil,
    absence: String? = nil, since: String
  ) {
    self.name = name
    self.type = type
    self.meaning = meaning
    self.unit = unit
    self.range = range
    self.absence = absence
    self.since = since
  }
}

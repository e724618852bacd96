/// What a schema says of one field.
package struct FieldDescription: Equatable, Sendable {
  package let name: String
  package let type: String
  package let meaning: String
  package let unit: String?
  package let range: String?
  /// What it means when the field is not there; nil when it is always there.
  package let absence: String?
  package let since: String

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

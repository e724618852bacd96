package import Events

/// What a schema tells of one field.
package struct FieldDescription: Equatable, Sendable {
  package let name: String
  package let type: String
  package let meaning: String
  package let unit: String?
  package let range: String?
  /// What it means when the field is not there; nil when it is always there.
  package let absence: String?
  package let since: String
}

extension EventKind {
  /// What it tells, in a sentence.
  package var meaning: String { descriptions[rawValue]?.meaning ?? "" }

  /// Its fields, in stored order.
  package var fieldDescriptions: [FieldDescription] { descriptions[rawValue]?.fields ?? [] }
}

private struct KindDescription: Sendable {
  let meaning: String
  var fields: [FieldDescription] = []
}

/// By number; read once, when somebody asks.
private let descriptions: [UInt16: KindDescription] = {
  var found: [UInt16: KindDescription] = [:]
  var kind: UInt16 = 0
  for line in descriptionText.split(separator: "\n") {
    let parts = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    func part(_ place: Int) -> String? { parts[place].isEmpty ? nil : parts[place] }
    if parts[0] == "K", let number = UInt16(parts[1]) {
      kind = number
      found[kind] = KindDescription(meaning: parts[2])
    } else {
      found[kind]?.fields.append(
        FieldDescription(
          name: parts[1], type: parts[2], meaning: parts[4], unit: part(5), range: part(6),
          absence: part(7), since: parts[3]))
    }
  }
  return found
}()

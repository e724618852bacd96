package import SchemaGen

/// The payload of one event, laid out from its schema.
package struct PayloadSample {
  package let body: [UInt8]
  /// Every field of the version in stored order; nil where it is absent.
  package let fields: [(name: String, text: String?)]

  /// - Parameters:
  ///   - minor: Fields newer than this minor version are left out.
  ///   - isPresent: Whether an optional field is there.
  package init(
    _ schema: Schema, of schemas: Schemas, minor: Int, values: inout SampleValues,
    isPresent: (_ field: SchemaField, _ values: inout SampleValues) -> Bool
  ) throws(ExampleProblem) {
    let known = schema.fields.filter { $0.sinceMinor <= minor }
    var presence = [UInt8](repeating: 0, count: (known.count(where: \.isOptional) + 7) / 8)
    var optionals = 0
    var bytes: [UInt8] = []
    var fields: [(name: String, text: String?)] = []
    for field in known {
      if field.isOptional {
        let place = optionals
        optionals += 1
        guard isPresent(field, &values) else {
          fields.append((field.name, nil))
          continue
        }
        presence[place / 8] |= 1 << UInt8(place % 8)
      }
      let labels =
        schemas.enumerations.first { $0.name == SampleValues.labelType(field.type) }?.value.cases
        ?? []
      let sample = try values.sample(of: field, labels: labels)
      bytes += sample.bytes
      fields.append((field.name, sample.text))
    }
    self.body = presence + bytes
    self.fields = fields
  }
}

import Numerics

/// Turns the schemas into Swift.
package enum Generator {
  /// The names and texts of all generated files.
  package static func files(from schemas: Schemas) throws -> [(name: String, text: String)] {
    let known = CatalogueFile.rooms.map(\.name)
    for event in schemas.events {
      for hearer in event.hearers where !known.contains(hearer) {
        throw SchemaProblem.wrong("\(event.name) is heard by \(hearer), which is no room")
      }
      guard event.isInput || known.contains(event.writer) else {
        throw SchemaProblem.wrong("\(event.name) is written by \(event.writer), which is no room")
      }
    }
    var hash = SHA256()
    hash.update([UInt8](schemas.text))
    let catalogue = CatalogueFile(schemas: schemas, fingerprint: hash.finalized().hex)
    return [
      ("EventKind.swift", catalogue.kinds), ("EventBody.swift", catalogue.bodies),
      ("Labels.swift", catalogue.labels),
      ("EventKind+Descriptions.swift", DescriptionFile(schemas: schemas).text),
    ]
      + schemas.events.map { ("\($0.swift).swift", PayloadFile(schema: $0, schemas: schemas).text) }
  }

  /// The rooms' names in the order the generator gives them bits.
  package static var roomNames: [String] { CatalogueFile.rooms.map(\.name) }
}

import Numerics

/// Turns the schemas into Swift.
package enum Generator {
  private static let events = "Sources/Core/Events/Generated/"

  /// The paths, from the package's root, and texts of all generated files.
  package static func files(
    from schemas: Schemas, actors: ActorTable
  ) throws -> [(path: String, text: String)] {
    try check(schemas, actors)
    var hash = SHA256()
    hash.update([UInt8](schemas.text))
    let catalogue = CatalogueFile(
      schemas: schemas, actors: actors, fingerprint: hash.finalized().hex)
    let files = ActorFiles(table: actors, schemas: schemas)
    return [
      (events + "ActorName.swift", files.names),
      (events + "EventKind.swift", catalogue.kinds), (events + "EventBody.swift", catalogue.bodies),
      (events + "Families.swift", catalogue.families),
      (events + "LayoutText.swift", catalogue.layouts),
      ("Sources/Core/Codec/Generated/Labels.swift", catalogue.labels),
      (
        "Sources/Edge/Descriptions/Generated/DescriptionText.swift",
        DescriptionFile(schemas: schemas).text
      ),
      ("Sources/Core/Turns/Generated/Reducers.swift", files.reducers),
      ("Sources/Node/Actors/Generated/LiveActors.swift", files.liveActors),
    ]
      + schemas.events.map {
        (
          "Sources/Core/Payloads/\($0.family)/Generated/\($0.swift).swift",
          PayloadFile(schema: $0, schemas: schemas).text
        )
      }
  }

  /// Whether the table of actors and the schemas of events fit each other.
  private static func check(_ schemas: Schemas, _ actors: ActorTable) throws {
    let known = actors.actors.map(\.name)
    for event in schemas.events {
      for subscriber in event.subscribers where !known.contains(subscriber) {
        throw SchemaProblem.wrong("\(event.name) is applied by \(subscriber), which is no actor")
      }
      for writer in event.writers where writer != Schema.input && !known.contains(writer) {
        throw SchemaProblem.wrong("\(event.name) is written by \(writer), which is no actor")
      }
      guard event.writers.filter({ $0 != Schema.input }).count <= 1 else {
        throw SchemaProblem.wrong("\(event.name) is written by two actors")
      }
    }
    for (actor, timer) in actors.timers {
      for kind in timer.begins {
        guard let event = schemas.events.first(where: { $0.name == kind }),
          event.actorWriter == actor.name
        else {
          throw SchemaProblem.wrong(
            "a turn of \(timer.name) begins with \(kind), which \(actor.name) does not write")
        }
      }
    }
  }
}

import Foundation
import SchemaGen
import TestSupport
import Testing

/// The table of hand edits in docs/architecture.md, as far as the generator makes the rest.
@Suite struct `An addition to the schemas of today` {
  private let folder = TemporaryFolder()

  /// The generated files by name, once files of `schemas/` were changed or added.
  private func generated(changing edits: [String: String] = [:]) throws -> [String: String] {
    for name in try House.files(in: "schemas/events") {
      try folder.write("events/\(name)", House.text("schemas/events/\(name)"))
    }
    try folder.write("actors.json", House.text("schemas/actors.json"))
    for (name, text) in edits { try folder.write(name, text) }
    let files = try Generator.files(
      from: Schemas(folder: folder.url.appending(path: "events")),
      actors: ActorTable(file: folder.url.appending(path: "actors.json")))
    return Dictionary(uniqueKeysWithValues: files.map { ($0.path, $0.text) })
  }

  private func changed(_ old: [String: String], _ new: [String: String]) -> [String] {
    new.keys.filter { new[$0] != old[$0] }.map {
      $0.split(separator: "/").last.map(String.init) ?? $0
    }
    .sorted()
  }

  @Test func `is a kind by one file`() throws {
    let old = try generated()
    let new = try generated(changing: ["events/kernel.thing-seen.json": SchemaTexts().text])
    // EventKind carries the fingerprint of all schemas; the description is what `retrace schema` prints.
    #expect(
      changed(old, new) == [
        "DescriptionText.swift", "EventBody.swift", "EventKind.swift", "LayoutText.swift",
        "ThingSeen.swift",
      ])
    let body = try #require(new["Sources/Core/Events/Generated/EventBody.swift"])
    #expect(body.contains("case thingSeen"))
  }

  @Test func `is a field by one row`() throws {
    let text = try House.text("schemas/events/node.run-stopped.json")
    let row = SchemaTexts.optional("exit_status", "count", since: "1.1")
    let end = try #require(text.range(of: "]", options: .backwards))
    let edited = text.replacing(#""version": "1.0""#, with: #""version": "1.1""#)
    let place = edited.index(
      edited.startIndex, offsetBy: text.distance(from: text.startIndex, to: end.lowerBound))
    let old = try generated()
    let new = try generated(changing: [
      "events/node.run-stopped.json": edited[..<place] + ", \(row)" + edited[place...]
    ])
    #expect(
      changed(old, new) == [
        "DescriptionText.swift", "EventKind.swift", "LayoutText.swift", "RunStopped.swift",
      ])
    let payload = try #require(new["Sources/Core/Payloads/Node/Generated/RunStopped.swift"])
    #expect(payload.contains("exitStatus: Int64?"))
  }

  @Test func `is an actor by one row`() throws {
    let text = try House.text("schemas/actors.json")
    let row =
      #", {"name": "ThingSeer", "swift": "seer", "module": "Seer", "reducer": "SeerReducer", "#
      + #""meaning": "Sees things.", "state_bytes": 4096, "timers": []}"#
    let end = try #require(text.range(of: "]", options: .backwards))
    let old = try generated()
    let new = try generated(changing: [
      "actors.json": text[..<end.lowerBound] + row + text[end.lowerBound...]
    ])
    #expect(changed(old, new) == ["ActorName.swift", "LiveActors.swift", "Reducers.swift"])
    let reducers = try #require(new["Sources/Core/Turns/Generated/Reducers.swift"])
    #expect(reducers.contains("public var seer = SeerReducer()"))
  }
}

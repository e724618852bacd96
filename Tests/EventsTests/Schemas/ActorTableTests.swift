import Foundation
import SchemaGen
import TestSupport
import Testing

@Suite struct `The table of actors` {
  /// Today's table with more rows.
  private func table(adding rows: [String]) throws -> ActorTable {
    let text = try House.text("schemas/actors.json")
    let end = try #require(text.range(of: "]", options: .backwards))
    let folder = TemporaryFolder()
    return try withExtendedLifetime(folder) {
      try folder.write(
        "actors.json", text[..<end.lowerBound] + rows.map { ", \($0)" }.joined() + "]}")
      return try ActorTable(file: folder.url.appending(path: "actors.json"))
    }
  }

  private func row(_ name: String, swift: String, timers: String = "[]") -> String {
    #"{"name": "\#(name)", "swift": "\#(swift)", "module": "\#(name)", "reducer": "\#(name)Reducer","#
      + #" "meaning": "Tries it.", "state_bytes": 4096, "timers": \#(timers)}"#
  }

  @Test func `takes another actor as one row, and makes the rest of it`() throws {
    let known = try House.actors().actors.count
    let rows = (known..<10).map { row("Extra\($0)", swift: "extra\($0)") }
    let files = try Generator.files(from: House.schemas(), actors: table(adding: rows))
    func text(_ end: String) throws -> String {
      try #require(files.first { $0.path.hasSuffix(end) }).text
    }
    #expect(try text("ActorName.swift").contains("case extra9 = 9"))
    #expect(try text("ActorName.swift").contains("case .extra9: \"Extra9\""))
    #expect(try text("Reducers.swift").contains("public var extra9 = Extra9Reducer()"))
    #expect(try text("Reducers.swift").contains("case .extra9: extra9.apply(event, into: &outbox)"))
    #expect(try text("LiveActors.swift").contains("reducers.extra9 = extra9.assumeIsolated"))
    #expect(try text("LiveActors.swift").contains("package typealias Extra9Actor"))
  }

  @Test(arguments: [
    (["KernelActor"], ["again"], "[]", "an actor is named twice"),
    (["Extra"], ["kernel"], "[]", "a Swift name of an actor is used twice"),
    (
      ["Extra"], ["extra"],
      #"[{"name": "a", "number": 90, "per": "node", "begins": ["x"], "meaning": "m"}]"#,
      "timers are numbered from 0, without a gap"
    ),
  ])
  func `refuses what contradicts itself`(
    names: [String], swift: [String], timers: String, problem: String
  ) throws {
    let error = #expect(throws: SchemaProblem.self) {
      try table(adding: [row(names[0], swift: swift[0], timers: timers)])
    }
    #expect("\(try #require(error))".contains(problem))
  }

  @Test func `refuses a timer whose turn begins with an event of another actor`() throws {
    let next = try House.actors().timers.count
    let timer =
      #"[{"name": "a", "number": \#(next), "per": "node", "begins": ["ingest.candle-closed"], "#
      + #""meaning": "m"}]"#
    let table = try table(adding: [row("Extra", swift: "extra", timers: timer)])
    #expect(throws: SchemaProblem.self) {
      try Generator.files(from: House.schemas(), actors: table)
    }
  }
}

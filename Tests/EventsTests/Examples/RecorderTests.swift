import Events
import ExampleRecorder
import Foundation
import SchemaGen
import TestSupport
import Testing

@Suite struct `The recorder of examples` {
  private let folder = TemporaryFolder()

  private func record(_ schemas: Schemas) throws -> (written: [String], kept: [String]) {
    try Recorder(schemas, into: folder.url).record()
  }

  private func record() throws -> (written: [String], kept: [String]) {
    try record(try House.schemas())
  }

  @Test func `writes a file for every kind`() throws {
    let (written, kept) = try record()
    #expect(written.count == EventKind.allCases.count)
    #expect(kept == [])
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(files.sorted() == written.sorted())
  }

  @Test func `never touches a file that is there`() throws {
    let version = EventKind.tickReceived.version
    let name = "feed.tick-received.\(version.major).\(version.minor).json"
    try folder.write(name, "recorded long ago")
    let (written, kept) = try record()
    #expect(kept == [name])
    #expect(!written.contains(name))
    #expect(try folder.text(of: name) == "recorded long ago")
  }

  @Test func `has nothing to do the second time`() throws {
    let first = try record().written
    let (written, kept) = try record()
    #expect(written == [])
    #expect(kept == first)
  }

  @Test func `writes the same on every day`() throws {
    let name = try #require(try record().written.first)
    let first = try folder.text(of: name)
    try FileManager.default.removeItem(atPath: folder.path(name))
    #expect(try record().written == [name])
    #expect(try folder.text(of: name) == first)
  }

  @Test(arguments: [
    SchemaTexts(),
    SchemaTexts(
      number: 33, name: "ingest.candle-rejected", swift: "CandleRejected", version: "1.1"),
  ])
  func `refuses a version that has no generated code`(schema: SchemaTexts) throws {
    let schemas = try SchemaTexts.read([schema])
    #expect(throws: ExampleProblem.notGenerated("\(schema.name) \(schema.version)")) {
      try record(schemas)
    }
  }

  @Test func `refuses a codec that does not do what the schema says`() throws {
    var schema = SchemaTexts(
      number: 33, name: "ingest.candle-rejected", swift: "CandleRejected", writer: "TickIngest")
    schema.fields = [SchemaTexts.field("instrument", "instrument")]
    let schemas = try SchemaTexts.read([schema])
    #expect(
      throws: ExampleProblem.disagreement(kind: schema.name, example: "everyday values")
    ) { try record(schemas) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
  }
}

import Foundation
import SchemaGen
import TestSupport
import Testing

@Suite struct `Schemas that contradict themselves` {
  private let folder = TemporaryFolder()

  /// The problem that these schemas have with one another, nil when there is none.
  private func problem(
    of schemas: [SchemaTexts], enumerations: String = SchemaTexts.hues
  ) -> String? {
    do {
      _ = try SchemaTexts.generate(schemas, enumerations: enumerations)
      return nil
    } catch {
      return "\(error)"
    }
  }

  private func problem(_ change: (inout SchemaTexts) -> Void) -> String? {
    var schema = SchemaTexts()
    change(&schema)
    return problem(of: [schema])
  }

  private func problem(fields: [String], version: String = "1.0") -> String? {
    problem {
      $0.version = version
      $0.fields = fields
    }
  }

  @Test func `are a rare thing`() {
    #expect(problem { _ in } == nil)
  }

  private func hues(_ cases: String, version: String) -> String {
    #"{"hue": {"swift": "Hue", "meaning": "a hue", "version": "\#(version)", "cases": [\#(cases)]}}"#
  }

  @Test func `add a label with a version, and only at the end`() {
    let plain = #""red""#
    let later = #"{"name": "green", "since": "1.1"}"#
    func found(_ cases: String, _ version: String) -> String? {
      problem(of: [SchemaTexts()], enumerations: hues(cases, version: version))
    }
    #expect(found("\(plain), \(later)", "1.1") == nil)
    #expect(found("\(later), \(plain)", "1.1")?.contains("appended, never inserted") == true)
    #expect(found("\(plain), \(later)", "1.0")?.contains("newer than the version") == true)
    #expect(found(plain, "2.0")?.contains("versions 1.0 to 1.31") == true)
  }

  private static let outcome = SchemaTexts(
    number: 901, name: "broker.thing-done", swift: "ThingDone", writer: "input")

  @Test(arguments: [
    (#"{"delivery": "once", "key": "pairs"}"#, "repeat or ask"),
    (#"{"delivery": "repeat", "key": "order"}"#, "no count order"),
    (#"{"delivery": "ask", "key": "pairs"}"#, "names its outcomes"),
    (
      #"{"delivery": "repeat", "key": "pairs", "outcomes": ["broker.thing-done"]}"#,
      "names its outcomes"
    ),
    (#"{"delivery": "ask", "key": "pairs", "outcomes": ["broker.other"]}"#, "no kind with a count"),
    (
      #"{"delivery": "ask", "key": "pairs", "outcomes": ["broker.thing-done", "broker.thing-done"]}"#,
      "outcome of two effects"
    ),
  ])
  func `have an effect that nobody could do rightly`(effect: String, problem: String) {
    var schema = SchemaTexts()
    schema.effect = effect
    #expect(self.problem(of: [schema, Self.outcome])?.contains(problem) == true)
  }

  @Test func `have an effect of what comes from outside`() {
    var schema = Self.outcome
    schema.effect = #"{"delivery": "repeat", "key": "pairs"}"#
    #expect(problem(of: [schema])?.contains("comes from outside") == true)
  }

  @Test func `may have an effect with its outcomes`() throws {
    var schema = SchemaTexts()
    schema.effect = #"{"delivery": "ask", "key": "pairs", "outcomes": ["broker.thing-done"]}"#
    let files = try SchemaTexts.generate([schema, Self.outcome])
    let kinds = try #require(files["EventKind.swift"])
    #expect(
      kinds.contains("default: .ask") && kinds.contains("case .thingDone: .thingSeen"))
  }

  @Test func `use a number twice`() {
    let found = problem(of: [
      SchemaTexts(), SchemaTexts(name: "kernel.other-seen", swift: "OtherSeen"),
    ])
    #expect(found?.contains("a number is used twice") == true)
  }

  @Test func `use the number 0`() {
    #expect(problem { $0.number = 0 }?.contains("number 0") == true)
  }

  @Test(arguments: [-1, 65_536])
  func `use a number that no frame holds`(number: Int) {
    #expect(problem { $0.number = number }?.contains("Cannot read") == true)
  }

  @Test func `use a name twice, in files of two names`() throws {
    try folder.write("enumerations.json", "{}")
    try folder.write("kernel.thing-seen.json", SchemaTexts().text)
    try folder.write("kernel.second-seen.json", SchemaTexts(number: 901).text)
    let found = #expect(throws: SchemaProblem.self) { try Schemas(folder: folder.url) }
    #expect(
      found?.description.contains("kernel.second-seen.json is named kernel.thing-seen inside")
        == true)
  }

  @Test func `use a Swift name twice`() {
    let found = problem(of: [
      SchemaTexts(), SchemaTexts(number: 901, name: "kernel.other-seen"),
    ])
    #expect(found?.contains("a Swift name is used twice") == true)
  }

  @Test func `have two fields of one name`() {
    let found = problem(fields: [
      SchemaTexts.field("pairs", "count"), SchemaTexts.field("pairs", "int"),
    ])
    #expect(found?.contains("two fields of one name") == true)
  }

  @Test(arguments: ["double", "Count", "", "colour"])
  func `have a field of an unknown type`(type: String) {
    let found = problem(fields: [SchemaTexts.field("pairs", type)])
    #expect(found?.contains("kernel.thing-seen.pairs has unknown type \(type)") == true)
  }

  @Test func `do not say what the absence of a field means`() {
    let found = problem(fields: [SchemaTexts.field("pairs", "count", optional: true)])
    #expect(found?.contains("must say what its absence means") == true)
  }

  @Test func `say what the absence of a field means that is always there`() {
    let found = problem(fields: [SchemaTexts.field("pairs", "count", absence: "not seen")])
    #expect(found?.contains("must say what its absence means, and only if optional") == true)
  }

  @Test func `add a field later that is not optional`() {
    let found = problem(
      fields: [
        SchemaTexts.field("pairs", "count"), SchemaTexts.field("bits", "bits", since: "1.1"),
      ],
      version: "1.1")
    #expect(found?.contains("kernel.thing-seen.bits was added later and must be optional") == true)
  }

  @Test func `insert a later field before an older one`() {
    let found = problem(
      fields: [
        SchemaTexts.optional("bits", "bits", since: "1.1"), SchemaTexts.field("pairs", "count"),
      ], version: "1.1")
    #expect(found?.contains("fields are appended, never inserted") == true)
  }

  @Test func `have a field newer than their version`() {
    let found = problem(fields: [SchemaTexts.optional("bits", "bits", since: "1.1")])
    #expect(found?.contains("a field is newer than the version") == true)
  }

  @Test(arguments: ["", "1", "1.", ".1", "1.0.0", "01.0", "1.x", "0.9", "1.32", "2048.0", "-1.0"])
  func `have a version that no frame holds`(version: String) {
    #expect(problem { $0.version = version }?.contains("has no version \(version)") == true)
  }

  @Test(arguments: ["", "1", "2.0", "1.x", "0.0"])
  func `have a field of no version of their own`(since: String) {
    let found = problem(fields: [SchemaTexts.field("pairs", "count", since: since)])
    #expect(found?.contains("kernel.thing-seen.pairs is since \(since)") == true)
  }

  @Test(arguments: ["Nobody", "kernel", "Input", ""])
  func `are written by no room`(writer: String) {
    let found = problem { $0.writer = writer }
    #expect(found?.contains("is written by \(writer), which is no actor") == true)
  }

  @Test func `are heard by no room`() {
    let found = problem { $0.subscribers = #"["KernelActor", "Nobody"]"# }
    #expect(found?.contains("is applied by Nobody, which is no actor") == true)
  }

  @Test(arguments: ["[]", #"["red", "red"]"#])
  func `have an enumeration without labels or with one twice`(cases: String) {
    let hue = #"{"hue": {"swift": "Hue", "meaning": "a hue", "cases": \#(cases)}}"#
    let found = problem(of: [SchemaTexts()], enumerations: hue)
    #expect(found?.contains("hue must have 1 to 256 labels, each once") == true)
  }

  @Test func `are no schemas at all`() {
    let found = problem { $0.fields = ["17"] }
    #expect(found?.contains("Cannot read kernel.thing-seen.json") == true)
  }
}

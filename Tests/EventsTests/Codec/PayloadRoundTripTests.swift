import Events
import ExampleRecorder
import Market
import Numerics
import SchemaGen
import Testing

/// Payloads laid out from the schemas, held against the generated codec.
@Suite struct `Every payload` {
  private static let kinds = EventKind.allCases

  private func schema(of kind: EventKind, in schemas: Schemas) throws -> Schema {
    try #require(schemas.events.first { $0.name == kind.name })
  }

  /// Reads a payload, compares its fields, and writes it again.
  private func check(
    _ sample: PayloadSample, _ kind: EventKind, minor: Int = 0, _ comment: Comment
  ) throws {
    let raw = RawFrame(kind, sample.body).with {
      $0.version = Layout.varint(EventVersion(kind.version.major, UInt16(minor)).code)
    }
    let decoded = try decode(raw.bytes)
    let known = decoded.fields.prefix(sample.fields.count)
    #expect(known.map(\.name) == sample.fields.map(\.name), comment)
    #expect(known.map(\.text) == sample.fields.map(\.text), comment)
    let newer = decoded.fields.dropFirst(sample.fields.count)
    #expect(newer.allSatisfy { $0.text == nil }, comment)
    let instrument = sample.fields.first { $0.name == "instrument" }?.text
    let found = decoded.body.instrument(arena: decoded.arena).map { "\($0.number)" }
    #expect(found == instrument, comment)
    #expect(decoded.encoded(in: raw.bytes) == raw.bytes, comment)
  }

  @Test(arguments: kinds, 0..<20 as Range<UInt64>)
  func `comes back as it was, whatever its values`(kind: EventKind, seed: UInt64) throws {
    let schemas = try House.schemas()
    let schema = try schema(of: kind, in: schemas)
    for round in 0..<10 as Range<UInt64> {
      var values = SampleValues(.drawn, seed: seed << 32 | round)
      let sample = try PayloadSample(
        schema, of: schemas, minor: schema.minor, values: &values
      ) { _, values in values.flip() }
      try check(sample, kind, minor: schema.minor, "seed \(seed), round \(round)")
    }
  }

  @Test(arguments: kinds, [SampleValues.Style.smallest, .largest, .everyday])
  func `comes back at the ends of its ranges`(
    kind: EventKind, style: SampleValues.Style
  ) throws {
    let schemas = try House.schemas()
    let schema = try schema(of: kind, in: schemas)
    var values = SampleValues(style)
    let sample = try PayloadSample(
      schema, of: schemas, minor: schema.minor, values: &values
    ) { _, _ in true }
    try check(sample, kind, minor: schema.minor, "\(style)")
  }

  @Test(arguments: kinds)
  func `comes back with any of its optional fields absent`(kind: EventKind) throws {
    let schemas = try House.schemas()
    let schema = try schema(of: kind, in: schemas)
    let optionals = schema.optionals.map(\.name)
    for subset in 0..<(1 << min(optionals.count, 10)) {
      let absent = optionals.enumerated().filter { subset & 1 << $0.offset != 0 }.map(\.element)
      var values = SampleValues(.everyday)
      let sample = try PayloadSample(
        schema, of: schemas, minor: schema.minor, values: &values
      ) { field, _ in !absent.contains(field.name) }
      try check(sample, kind, minor: schema.minor, "without \(absent)")
    }
  }

  @Test(arguments: kinds)
  func `leaves newer fields out in an older minor version`(kind: EventKind) throws {
    let schemas = try House.schemas()
    let schema = try schema(of: kind, in: schemas)
    for minor in 0...schema.minor {
      var values = SampleValues(.everyday)
      let sample = try PayloadSample(
        schema, of: schemas, minor: minor, values: &values
      ) { _, _ in true }
      try check(sample, kind, minor: minor, "minor \(minor)")
    }
  }
}

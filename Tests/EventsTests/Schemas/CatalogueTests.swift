import Descriptions
import Events
import Foundation
import SchemaGen
import Testing

/// One line of the catalogue, built or planned.
private struct Entry: Decodable {
  let name: String
  let writer: String
  let subscribers: [String]
  let meaning: String

  var prefix: String { String(name.prefix { $0 != "." }) }

  static func built() throws -> [Entry] {
    try House.schemas().events.map {
      Entry(name: $0.name, writer: $0.writer, subscribers: $0.subscribers, meaning: $0.meaning)
    }
  }

  static func planned() throws -> [Entry] {
    struct Planned: Decodable { let planned: [Entry] }
    let data = try Data(contentsOf: House.url("schemas/events/planned.json"))
    return try JSONDecoder().decode(Planned.self, from: data).planned
  }
}

@Suite struct `The catalogue of events` {
  private static let reducers = [
    "TickIngest", "KernelActor", "ManifoldActor", "AllocatorActor", "PortfolioActor",
    "ChurnerActor", "AdvisorActor", "PaperVenue",
  ]

  /// The one writer that a prefix stands for (design.md, section 3).
  private static let writers = [
    "feed": "input", "broker": "input", "operator": "input", "clock": "input", "model": "input",
    "node": "input", "ingest": "TickIngest", "kernel": "KernelActor",
    "manifold": "ManifoldActor", "allocator": "AllocatorActor", "portfolio": "PortfolioActor",
    "churner": "ChurnerActor", "advisor": "AdvisorActor", "venue": "PaperVenue",
  ]

  private func all() throws -> [Entry] { try Entry.built() + Entry.planned() }

  @Test func `has no name twice, built or planned`() throws {
    let names = try all().map(\.name)
    let twice = Dictionary(grouping: names) { $0 }.filter { $0.value.count > 1 }.keys.sorted()
    #expect(twice == [])
  }

  @Test func `has names of a writer, a point and small words`() throws {
    for entry in try all() {
      #expect(
        entry.name.wholeMatch(of: /[a-z]+\.[a-z][a-z0-9]*(-[a-z0-9]+)*/) != nil, "\(entry.name)")
    }
  }

  @Test func `has one writer for each kind, the one its name begins with`() throws {
    for entry in try all() {
      let expected = Self.writers[entry.prefix]
      // What a venue reports is an input from a broker, and the paper venue's event on paper.
      let isReport = entry.prefix == "broker" && entry.writer == "input or PaperVenue"
      #expect(entry.writer == expected || isReport, "\(entry.name) is written by \(entry.writer)")
    }
  }

  @Test func `has only actors as subscribers, each once`() throws {
    for entry in try all() {
      #expect(Set(entry.subscribers).isSubset(of: Self.reducers), "\(entry.name)")
      #expect(Set(entry.subscribers).count == entry.subscribers.count, "\(entry.name)")
    }
  }

  @Test func `calls every command of an operator requested`() throws {
    // A line that is no command asks for nothing.
    for entry in try all()
    where entry.prefix == "operator" && entry.name != "operator.command-unreadable" {
      #expect(entry.name.hasSuffix("-requested"), "\(entry.name)")
    }
  }

  @Test func `says what each kind means`() throws {
    for entry in try all() {
      #expect(entry.meaning.hasSuffix("."), "\(entry.name): \(entry.meaning)")
    }
  }

  @Test func `gives a candle to the same reducers, whoever made it`() {
    #expect(EventKind.candleReceived.subscribers == EventKind.candleClosed.subscribers)
  }
}

@Suite struct `The program's catalogue` {
  @Test func `has the kinds of the schemas and no others`() throws {
    let schemas = try House.schemas().events
    #expect(EventKind.allCases.map(\.name) == schemas.map(\.name))
    #expect(EventKind.allCases.map(\.rawValue) == schemas.map(\.number))
  }

  @Test func `agrees with the schemas on version, writers and subscribers`() throws {
    for schema in try House.schemas().events {
      let kind = try #require(EventKind(rawValue: schema.number))
      let version = kind.version
      #expect("\(version.major).\(version.minor)" == schema.version, "\(schema.name)")
      let writers = (kind.mayBeInput ? ["input"] : []) + (kind.writer.map { [$0.name] } ?? [])
      #expect(writers.joined(separator: " or ") == schema.writer, "\(schema.name)")
      let subscribers = ActorName.allCases.filter { kind.subscribers.contains($0) }.map(\.name)
      #expect(subscribers.sorted() == schema.subscribers.sorted(), "\(schema.name)")
      #expect(kind.subscribers.rawValue >> UInt16(ActorName.allCases.count) == 0, "\(schema.name)")
    }
  }

  @Test func `tells what the schemas say of each kind and field`() throws {
    for schema in try House.schemas().events {
      let kind = try #require(EventKind(rawValue: schema.number))
      #expect(kind.meaning == schema.meaning, "\(schema.name)")
      let told = kind.fieldDescriptions.map {
        [$0.name, $0.type, $0.meaning, $0.unit, $0.range, $0.absence, $0.since]
      }
      let written = schema.fields.map {
        [$0.name, $0.type, $0.meaning, $0.unit, $0.range, $0.absence, $0.since]
      }
      #expect(told == written, "\(schema.name)")
    }
  }

  @Test func `knows the node's own events by their names, and refusals by the schema`() {
    for kind in EventKind.allCases { #expect(kind.isNode == kind.name.hasPrefix("node.")) }
    let refusals = EventKind.allCases.filter(\.isRefusal)
    #expect(refusals == [.tickRejected, .candleRejected])
  }

  @Test func `has the actors of the table, in its order`() throws {
    #expect(ActorName.allCases.map(\.name) == (try House.actors().actors.map(\.name)))
    #expect(ActorName.allCases.map { Int($0.rawValue) } == Array(ActorName.allCases.indices))
  }
}

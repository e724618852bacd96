/// The Swift file that lists every kind: number, name, writer, hearers, version, and one enumeration
/// of all payloads.
struct CatalogueFile {
  let schemas: Schemas
  let actors: ActorTable
  let fingerprint: String

  /// The kinds by what is said of them, one arm each; what is said of most comes last, of all the others.
  private func grouped(_ said: (Schema) -> String) -> String {
    var groups: [(said: String, kinds: [String])] = []
    for schema in schemas.events {
      let words = said(schema)
      if let place = groups.firstIndex(where: { $0.said == words }) {
        groups[place].kinds.append(schema.caseName)
      } else {
        groups.append((words, [schema.caseName]))
      }
    }
    guard let most = groups.map(\.kinds.count).max(),
      let others = groups.firstIndex(where: { $0.kinds.count == most })
    else { return "" }
    let last = groups.remove(at: others)
    let arms = groups.map { group in
      "    case \(group.kinds.map { "." + $0 }.joined(separator: ", ")): \(group.said)"
    }
    return (arms + ["    default: \(last.said)"]).joined(separator: "\n")
  }

  private func each(_ line: (Schema) -> String) -> String {
    schemas.events.map { "    " + line($0) }.joined(separator: "\n")
  }

  var kinds: String {
    """
    \(generatedNotice("schemas/events/*.json"))

    /// The kinds of events this program knows, by their stored numbers.
    public enum EventKind: UInt16, CaseIterable, Sendable {
    \(schemas.events.map { "  case \($0.caseName) = \($0.number)" }.joined(separator: "\n"))
    }

    extension EventKind {
      /// The version that is written today.
      public var version: EventVersion {
        switch self {
    \(grouped { "EventVersion(\($0.major), \($0.minor))" })
        }
      }

      /// The one actor that emits it, or nil where it only comes from outside.
      public var writer: ActorName? {
        switch self {
    \(grouped { actor($0.actorWriter).map { ".\($0)" } ?? "nil" })
        }
      }

      /// Whether it may come from outside; the input bit of a frame tells whether it did.
      public var mayBeInput: Bool {
        switch self {
    \(grouped { "\($0.isInput)" })
        }
      }

      /// The actors whose reducers apply it.
      public var subscribers: Subscribers {
        switch self {
    \(grouped { "Subscribers(rawValue: \(mask($0.subscribers)))" })
        }
      }

      /// Whether it belongs to the node's own chain and is not content.
      public var isNode: Bool {
        switch self {
    \(grouped { "\($0.isNode)" })
        }
      }

      /// Whether it is TickIngest's refusal of an input, which the other reducers then do not apply.
      public var isRefusal: Bool {
        switch self {
    \(grouped { "\($0.isRefusal)" })
        }
      }

      /// What may be done again of the effect that an event of it has outside; nil where it has none.
      public var effect: EffectDelivery? {
        switch self {
    \(grouped { effect($0) })
        }
      }

      /// The kind of the effect whose outcome it records; nil where it records none.
      public var settles: EventKind? {
        switch self {
    \(grouped { kind in settled(by: kind).map { ".\($0.caseName)" } ?? "nil" })
        }
      }

      /// SHA-256 over the schema files this program was built with.
      public static let schemaFingerprint = "\(fingerprint)"
    }

    """
  }

  var bodies: String {
    """
    \(generatedNotice("schemas/events/*.json"))
    public import Market

    /// The payload of an event.
    public enum EventBody: Equatable, Sendable, BitwiseCopyable {
    \(schemas.events.map { "  case \($0.caseName)(\(held($0)))" }.joined(separator: "\n"))
    }

    extension EventBody {
      public var kind: EventKind {
        switch self {
    \(each { "case .\($0.caseName): .\($0.caseName)" })
        }
      }

      /// Appends the payload as version (current major).`minor` has it.
      public func encode(
        into buffer: inout ByteBuffer, minor: UInt16, arena: borrowing ByteBuffer
      ) {
        switch self {
    \(each { "case .\($0.caseName)(let payload): \(value($0)).encode(into: &buffer, minor: minor, arena: arena)" })
        }
      }

      /// Reads a payload of the current major version; faults are in `reader.fault`.
      public init(
        _ kind: EventKind, minor: UInt16, from reader: inout ByteReader, arena: inout ByteBuffer
      ) {
        switch kind {
    \(each { "case .\($0.caseName): self = .\($0.caseName)(\(decoded($0)))" })
        }
      }

      /// The instrument it speaks of, if it names one.
      public func instrument(arena: borrowing ByteBuffer) -> InstrumentID? {
        switch self {
    \(each { "case .\($0.caseName)\(named($0) ? "(let payload): \(value($0)).instrument" : ": nil")" })
        }
      }

      /// The number that an effect and its outcomes have in common; nil where it is neither.
      public func effectKey(arena: borrowing ByteBuffer) -> Int64? {
        switch self {
    \(effectKeys)
        }
      }
    }

    extension Outbox {
    \(asides)
    }

    """
  }

  /// The modules of all payloads, for whoever imports Events.
  var families: String {
    """
    \(generatedNotice("schemas/events/*.json"))
    @_exported public import Codec
    \(schemas.families.map { "@_exported public import \($0)Events" }.joined(separator: "\n"))

    """
  }

  /// What a kind is called and how its fields are stored, as one text: literals of them would take most of
  /// the time that Events needs to compile.
  var layouts: String {
    """
    \(generatedNotice("schemas/events/*.json"))

    /// A line a kind: its number, its name, then `field=type` for each field, `field=type?` for an optional one.
    let layoutText = \"""
    \(schemas.events.map(layout).joined(separator: "\n"))
    \"""

    /// A line an enumeration: its name, then its labels.
    let labelText = \"""
    \(schemas.enumerations.map { "\($0.name) \($0.value.cases.joined(separator: " "))" }.joined(separator: "\n"))
    \"""

    """
  }

  private func layout(_ schema: Schema) -> String {
    (["\(schema.number)", schema.name]
      + schema.fields.map { "\($0.name)=\($0.type)\($0.isOptional ? "?" : "")" })
      .joined(separator: " ")
  }

  /// Large payloads are put aside as they are said, and read where they stand.
  private var asides: String {
    schemas.events.filter(\.isAside).map { schema in
      """
        /// Emits a fact whose payload stands in the side buffer of the turn.
        public mutating func emit(_ payload: \(schema.swift), because facts: Because = Because()) {
          let place = arena.put(payload)
          emit(.\(schema.caseName)(place), because: facts)
        }
      """
    }.joined(separator: "\n\n")
  }

  var labels: String {
    let generated = schemas.enumerations.filter { $0.value.module == nil }.map(\.value).map {
      label in
      """
      /// \(label.meaning.prefix(1).uppercased() + label.meaning.dropFirst()).
      public enum \(label.swift): UInt8, CaseIterable, Sendable, BitwiseCopyable {
      \(label.cases.enumerated().map { "  case \(Enumeration.declared($1)) = \($0)" }.joined(separator: "\n"))
      }
      """
    }
    let names = schemas.enumerations.map(\.value).map { label in
      """
      extension \(label.swift) {
        /// As schemas and people name it.
        public var name: String {
          switch self {
      \(label.cases.map { "    case .\(Enumeration.swiftName($0)): \"\($0)\"" }.joined(separator: "\n"))
          }
        }
      }
      """
    }
    return "\(generatedNotice("schemas/events/enumerations.json"))\npublic import Market\n\n"
      + (generated + names).joined(separator: "\n\n") + "\n"
  }

  /// The type an event carries: the payload, or where it stands.
  private func held(_ schema: Schema) -> String {
    schema.isAside ? "Aside<\(schema.swift)>" : schema.swift
  }

  private func value(_ schema: Schema) -> String { schema.isAside ? "arena[payload]" : "payload" }

  private func decoded(_ schema: Schema) -> String {
    let payload = "\(schema.swift)(from: &reader, minor: minor, arena: &arena)"
    return schema.isAside ? "arena.put(\(payload))" : payload
  }

  private func named(_ schema: Schema) -> Bool {
    schema.fields.contains { $0.name == "instrument" }
  }

  private func effect(_ schema: Schema) -> String {
    schema.effect.map { $0.delivery == "ask" ? ".ask" : ".repeat" } ?? "nil"
  }

  private func settled(by outcome: Schema) -> Schema? {
    schemas.events.first { $0.effect?.outcomes?.contains(outcome.name) == true }
  }

  private var effectKeys: String {
    let arms = schemas.events.compactMap { schema -> String? in
      guard let effect = schema.effect ?? settled(by: schema)?.effect,
        let key = schema.fields.first(where: { $0.name == effect.key })
      else { return nil }
      return "    case .\(schema.caseName)(let payload): \(value(schema)).\(key.swiftName)"
    }
    return (arms + ["    default: nil"]).joined(separator: "\n")
  }

  /// The Swift case of an actor's name, or nil for none.
  private func actor(_ name: String?) -> String? { actors.actors.first { $0.name == name }?.swift }

  private func mask(_ subscribers: [String]) -> Int {
    subscribers.reduce(0) { mask, name in
      mask | (actors.actors.firstIndex { $0.name == name }.map { 1 << $0 } ?? 0)
    }
  }
}

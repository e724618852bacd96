/// The Swift file that lists every kind: number, name, writer, hearers, version, and one enumeration
/// of all payloads.
struct CatalogueFile {
  let schemas: Schemas
  let actors: ActorTable
  let fingerprint: String

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
      /// The name under which schemas and people know it.
      public var name: String {
        switch self {
    \(each { "case .\($0.caseName): \"\($0.name)\"" })
        }
      }

      /// The version that is written today.
      @inlinable public var version: EventVersion {
        switch self {
    \(each { "case .\($0.caseName): EventVersion(\($0.major), \($0.minor))" })
        }
      }

      /// The one actor that emits it, or nil where it only comes from outside.
      @inlinable public var writer: ActorName? {
        switch self {
    \(each { "case .\($0.caseName): \(actor($0.actorWriter).map { ".\($0)" } ?? "nil")" })
        }
      }

      /// Whether it may come from outside; the input bit of a frame tells whether it did.
      @inlinable public var mayBeInput: Bool {
        switch self {
    \(each { "case .\($0.caseName): \($0.isInput)" })
        }
      }

      /// The actors whose reducers apply it.
      @inlinable public var subscribers: Subscribers {
        switch self {
    \(each { "case .\($0.caseName): Subscribers(rawValue: \(mask($0.subscribers)))" })
        }
      }

      /// Whether it belongs to the node's own chain and is not content.
      @inlinable public var isNode: Bool {
        switch self {
    \(each { "case .\($0.caseName): \($0.isNode)" })
        }
      }

      /// Whether it is TickIngest's refusal of an input, which the other reducers then do not apply.
      @inlinable public var isRefusal: Bool {
        switch self {
    \(each { "case .\($0.caseName): \($0.isRefusal)" })
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
      @inlinable public var kind: EventKind {
        switch self {
    \(each { "case .\($0.caseName): .\($0.caseName)" })
        }
      }

      /// Appends the payload as version (current major).`minor` has it.
      @inlinable public func encode(
        into buffer: inout ByteBuffer, minor: UInt16, arena: borrowing ByteBuffer
      ) {
        switch self {
    \(each { "case .\($0.caseName)(let payload): \(value($0)).encode(into: &buffer, minor: minor, arena: arena)" })
        }
      }

      /// Reads a payload of the current major version; faults are in `reader.fault`.
      @inlinable public init(
        _ kind: EventKind, minor: UInt16, from reader: inout ByteReader, arena: inout ByteBuffer
      ) {
        switch kind {
    \(each { "case .\($0.caseName): self = .\($0.caseName)(\(decoded($0)))" })
        }
      }

      /// The fields by their stored names, in stored order.
      public func fields(arena: borrowing ByteBuffer) -> [Field] {
        switch self {
    \(each { "case .\($0.caseName)(let payload): \(value($0)).fields" })
        }
      }

      /// The instrument it speaks of, if it names one.
      @inlinable public func instrument(arena: borrowing ByteBuffer) -> InstrumentID? {
        switch self {
    \(each { "case .\($0.caseName)\(named($0) ? "(let payload): \(value($0)).instrument" : ": nil")" })
        }
      }
    }

    extension Outbox {
    \(asides)
    }

    """
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

  /// The Swift case of an actor's name, or nil for none.
  private func actor(_ name: String?) -> String? { actors.actors.first { $0.name == name }?.swift }

  private func mask(_ subscribers: [String]) -> Int {
    subscribers.reduce(0) { mask, name in
      mask | (actors.actors.firstIndex { $0.name == name }.map { 1 << $0 } ?? 0)
    }
  }
}

/// The Swift file of one event kind: its payload and its codec.
struct PayloadFile {
  let schema: Schema
  let schemas: Schemas

  var text: String {
    """
    \(generatedNotice("schemas/events/\(schema.name).json"))
    \(imports)

    /// \(schema.meaning)
    ///
    /// Stored as `\(schema.name)`, version \(schema.version). \(whoWrites)
    public struct \(schema.swift): Equatable, Sendable, BitwiseCopyable {
    \(schema.fields.map(declaration).joined(separator: "\n"))\(packedStorage)

      public init(
    \(parameters)
      ) {
    \(assignments)
      }
    }

    extension \(schema.swift) {
      /// Appends the fields that version \(schema.major).`minor` has.
      public func encode(
        into buffer: inout ByteBuffer, minor: UInt16, arena: borrowing ByteBuffer
      ) {
    \(encodeLines.map(spelled).joined(separator: "\n"))
      }

      /// Reads the fields of version \(schema.major).`minor`; whatever is wrong is in `reader.fault`.
      public init(
        from reader: inout ByteReader, minor: UInt16, arena: inout ByteBuffer
      ) {
    \(decodeLines.map(spelled).joined(separator: "\n"))
      }
    }

    """
  }

  /// Only the modules whose types the payload shows: an unused import is an error.
  private var imports: String {
    let types = Set(schema.fields.map { type($0).name })
    let labels = schemas.enumerations.filter { $0.value.module == "Market" }.map(\.value.swift)
    let market = types.intersection(
      labels + ["InstrumentID", "Money", "Price", "Ratio", "Timestamp", "Pin", "Units", "Weight"])
    return [
      "public import Codec\n",
      market.isEmpty ? nil : "public import Market\n",
      types.contains("Digest256") ? "public import Numerics\n" : nil,
    ]
    .compactMap { $0 }.joined()
  }

  private var whoWrites: String {
    let applied =
      schema.subscribers.isEmpty
      ? "nobody applies it" : "applied by \(schema.subscribers.joined(separator: ", "))"
    let writer = schema.writers.map { $0 == Schema.input ? "an input" : "written by \($0)" }
      .joined(separator: " or ")
    return "\(capitalised(writer).dropLast()); \(applied)."
  }

  private func type(_ field: SchemaField) -> SwiftType { .of(field.type, in: schemas) }

  private func declaration(_ field: SchemaField) -> String {
    var notes = [capitalised(field.meaning)]
    if let unit = field.unit { notes.append("In \(unit).") }
    if let range = field.range { notes.append("Range: \(range).") }
    if let absence = field.absence { notes.append("Nil: \(absence).") }
    if field.sinceMinor > 0 { notes.append("Since \(field.since).") }
    let doc = notes.map { "  /// \($0)" }.joined(separator: "\n")
    return
      "\(doc)\n  public var \(field.swiftName): \(type(field).name)\(field.isOptional ? "?" : "")"
      + accessors(field)
  }

  // MARK: Packed fields

  /// The fields that share one word of presence bits.
  private var packed: [SchemaField] {
    guard schema.isPacked else { return [] }
    let fields = schema.fields.filter { $0.isOptional && $0.type == "price" }
    precondition(fields.count <= 16, "a word of presence bits tells of 16 fields")
    return fields
  }

  private func packedPlace(_ field: SchemaField) -> Int? {
    packed.firstIndex { $0.name == field.name }
  }

  /// What stands behind the declaration of a field: a packed one reads its bit.
  private func accessors(_ field: SchemaField) -> String {
    guard let place = packedPlace(field) else { return "" }
    let bit = 1 << place
    let value = "\(field.swiftName)Micros"
    return """
       {
          get { presence & \(bit) != 0 ? Price(micros: \(value)) : nil }
          set {
            presence = newValue == nil ? presence & ~\(bit) : presence | \(bit)
            \(value) = newValue?.micros ?? 0
          }
        }
      """
  }

  private var packedStorage: String {
    guard !packed.isEmpty else { return "" }
    let values = packed.map { "  private var \($0.swiftName)Micros: Int64 = 0" }
    return "\n" + (["  private var presence: UInt16 = 0"] + values).joined(separator: "\n")
  }

  /// Stored fields first: a packed one is set through the value as a whole.
  private var assignments: String {
    let stored = schema.fields.filter { packedPlace($0) == nil }
    return (stored + packed).map { "    self.\($0.swiftName) = \($0.swiftName)" }
      .joined(separator: "\n")
  }

  private func capitalised(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst() + (text.hasSuffix(".") ? "" : ".")
  }

  private var parameters: String {
    schema.fields.map { field in
      "    \(field.swiftName): \(type(field).name)\(field.isOptional ? "? = nil" : "")"
    }.joined(separator: ",\n")
  }

  /// A line of code as it stands in a frequent payload, and with calls in place of loops in any other.
  private func spelled(_ line: String) -> String {
    guard !schema.isFrequent else { return line }
    let calls = [
      ("buffer.append(varint:", "buffer.write(varint:"),
      ("buffer.append(zigzag:", "buffer.write(zigzag:"),
      ("buffer.append(fixed64:", "buffer.write(fixed64:"),
      ("reader.byte()", "reader.readByte()"), ("reader.varint(", "reader.readVarint("),
      ("reader.zigzag()", "reader.readZigzag()"), ("reader.fixed64()", "reader.readFixed64()"),
      ("reader.time()", "reader.readTime()"), ("reader.digest()", "reader.readDigest()"),
    ]
    return calls.reduce(line) { $0.replacing($1.0, with: $1.1) }
  }

  /// Presence bytes, each with the optional fields it tells of.
  private var presence: [[SchemaField]] {
    let optionals = schema.optionals
    return stride(from: 0, to: optionals.count, by: 8).map {
      Array(optionals[$0..<min($0 + 8, optionals.count)])
    }
  }

  private func guarded(_ field: SchemaField, _ line: String) -> String {
    field.sinceMinor > 0 ? "if minor >= \(field.sinceMinor) { \(line) }" : line
  }

  private var encodeLines: [String] {
    var lines: [String] = []
    for (number, group) in presence.enumerated() {
      lines.append("    var presence\(number): UInt8 = 0")
      for (bit, field) in group.enumerated() {
        lines.append(
          "    "
            + guarded(field, "if \(field.swiftName) != nil { presence\(number) |= \(1 << bit) }"))
      }
      lines.append("    " + guarded(group[0], "buffer.append(presence\(number))"))
    }
    for field in schema.fields {
      let line =
        field.isOptional
        ? "if let \(field.swiftName) { \(type(field).write(field.swiftName)) }"
        : type(field).write(field.swiftName)
      lines.append("    " + guarded(field, line))
    }
    return lines
  }

  private var decodeLines: [String] {
    var lines: [String] = []
    for (number, group) in presence.enumerated() {
      let since = group[0].sinceMinor
      lines.append(
        since > 0
          ? "    let presence\(number) = minor >= \(since) ? reader.byte() : 0"
          : "    let presence\(number) = reader.byte()")
      // A bit of a field that the version written does not have is a fault, and so is one of no field.
      for newer in Set(group.map(\.sinceMinor)).sorted().dropFirst() {
        let known = group.count { $0.sinceMinor < newer }
        lines.append(
          "    reader.require(minor >= \(newer) || presence\(number) >> \(known) == 0, .outOfRange)"
        )
      }
      guard group.count < 8 else { continue }
      lines.append("    reader.require(presence\(number) >> \(group.count) == 0, .outOfRange)")
    }
    for field in schema.fields {
      guard field.isOptional, let (number, bit) = place(field) else {
        lines.append("    \(target(field)) = \(type(field).read)")
        continue
      }
      lines.append(
        "    \(target(field)) = presence\(number) & \(1 << bit) != 0 ? \(type(field).read) : nil"
      )
    }
    guard !packed.isEmpty else { return lines }
    let arguments = schema.fields.map { "\($0.swiftName): \($0.swiftName)" }
    return lines + ["    self.init(\(arguments.joined(separator: ", ")))"]
  }

  /// Where a field that was read goes: a packed payload is made of all of them at once.
  private func target(_ field: SchemaField) -> String {
    guard !packed.isEmpty else { return "self.\(field.swiftName)" }
    return "let \(field.swiftName): \(type(field).name)\(field.isOptional ? "?" : "")"
  }

  private func place(_ field: SchemaField) -> (Int, Int)? {
    guard let index = schema.optionals.firstIndex(where: { $0.name == field.name }) else {
      return nil
    }
    return (index / 8, index % 8)
  }
}

func generatedNotice(_ source: String) -> String {
  """
  // swift-format-ignore-file
  // Generated by tools/schema-gen from \(source). Do not edit:
  // change the schema and run `swift run schema-gen`.
  """
}

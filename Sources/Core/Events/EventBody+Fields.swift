extension EventKind {
  /// The name under which schemas and people know it.
  public var name: String { layouts[Int(rawValue)].name }

  /// The stored names of its fields, in stored order.
  public var fieldNames: [String] { layouts[Int(rawValue)].fields.map(\.name) }
}

extension EventBody {
  /// All fields as people read them: the payload is written, and read again by what is known of its fields.
  public func readable(arena: borrowing ByteBuffer) -> [ReadableField] {
    var written = ByteBuffer()
    encode(into: &written, minor: kind.version.minor, arena: arena)
    var reader = ByteReader(written.bytes)
    var side = ByteBuffer()
    let fields = reader.fields(layouts[Int(kind.rawValue)].fields, into: &side)
    var found: [ReadableField] = []
    for field in fields { found.append(field.readable(arena: side)) }
    return found
  }
}

private struct KindLayout: Sendable {
  var name = ""
  var fields: [FieldLayout] = []
}

/// By number; read once, when somebody asks.
private let layouts: [KindLayout] = {
  let labels = labelText.split(separator: "\n").map { line in
    let words = line.split(separator: " ").map(String.init)
    return (name: words[0], labels: Array(words.dropFirst()))
  }
  var found: [KindLayout] = []
  for line in layoutText.split(separator: "\n") {
    let words = line.split(separator: " ")
    guard let number = Int(words[0]) else { continue }
    while found.count <= number { found.append(KindLayout()) }
    found[number] = KindLayout(
      name: String(words[1]),
      fields: words.dropFirst(2).map { word in
        FieldLayout(word) { type in labels.first { $0.name == type }?.labels ?? [] }
      })
  }
  return found
}()

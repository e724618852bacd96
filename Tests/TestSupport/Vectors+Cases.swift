extension Vectors {
  /// Kinds of cases that belong to parts that are not built yet.
  private static let waiting = [
    "trading/data.json": ["order_reply", "close_reply", "stream_lines"],
    "trading/studies.json": ["span", "monotonic", "select"],
  ]

  /// Runs every case of one kind, nil for a file without kinds, and notes how many there were.
  ///
  /// - Throws: `VectorMismatch` when there is none.
  package static func forEachCase(
    in name: String, kind: String? = nil,
    _ check: (_ vector: VectorValue, _ config: VectorValue) throws -> Void
  ) throws {
    let file = try read(name)
    let cases = try file["cases"].list()
    var count = 0
    for vector in cases {
      guard try kind == nil || vector["kind"].text() == kind else { continue }
      try check(vector, file["config"])
      count += 1
    }
    guard count > 0 else { throw VectorMismatch("\(name) has no case \(kind ?? "")") }
    let waiting = waiting[name] ?? []
    let total = cases.count { vector in !waiting.contains { vector["kind"] == .text($0) } }
    Tally.note("vector cases of \(name)", kind ?? "", count, of: total)
  }
}

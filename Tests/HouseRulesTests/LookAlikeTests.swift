import Testing

@Suite struct `Core may hold` {
  @Test(arguments: [
    Snippet.good("a comment about time", "// Date() and [String: Int] are not for Core"),
    .good("nested comments", "/* Date() /* UUID() */ Task { } */ let a = 1"),
    .good("a doc comment", "/// Never iterate a `Dictionary` or `Set`.\nlet a = 1"),
    .good("text about time", "let x = \"Date() and [a: b] by UUID()\""),
    .good("raw text about time", "let x = #\"Date() \\(Date()) \"Set\" \"#"),
    .good("a raw quote", "let x = #\"\"\"#\nlet y = ##\"a \"# Date() \"##"),
    .good("multi-line text", "let x = \"\"\"\n  Date() \"Set\" \\\"\"\" UUID()\n  \"\"\""),
    .good("a regular expression", "let x = /Date \"[a: b]/\nlet y = #/Set\"/#"),
    .good("a raw identifier", "func `a Set of Date`() { `is Task async`() }"),
    .good("a member named like a keyword", "let x = a.async + b.default[0]"),
    .good("labels named like a keyword", "f(async: 1, await: 2, actor: 3)"),
    .good("an actor as a value", "for actor in cast { actor.bow() }"),
    .good("names that only begin alike", "let x = SettledDate(Dates, Setting, UUIDs, Tasks)"),
    .good("an option set", "struct A: OptionSet, SetAlgebra {}"),
  ])
  func `words that only mention what is refused`(snippet: Snippet) throws {
    try snippet.expectIsJudgedAsExpected()
  }

  @Test(arguments: [
    Snippet.good("a labelled subscript", "let x = rows[at: 3]\nlet y = f()[of: a][to: b]"),
    .good("an optional labelled subscript", "let x = rows?[at: 3] ?? .zero"),
    .good("a labelled subscript of a member", "let x = table.default[at: 3] + self[to: 2]"),
    .good("a labelled key path", "let x = \\Row[at: 3]\nlet y = \\.[at: 3]"),
    .good("conditionals in an array", "let x = [a ? b : c, d ? e : f]"),
    .good("a conditional with optionals", "let x = [a?.b == nil ? c ?? d : e as? F]"),
    .good("an array of tuples", "let x: [(name: String, id: Int)] = [(name: \"a\", id: 1)]"),
    .good("an array of closures", "let x = [{ (a: Int) -> Int in b ? a : 1 }]"),
    .good("an array of calls", "let x = [Price(micros: 1), .init(micros: 2)]"),
    .good("a capture list", "let f = { [x = a ? b : c, weak y] (z: Int) in x }"),
    .good("an inline array", "let x: [3 of Int] = [1, 2, 3]"),
    .good("a module selector", "let x = [Swift::Int, Market::Price]"),
    .good("ordered pairs", "let x: KeyValuePairs<String, Int> = [\"a\": 1]"),
    .good("ordered pairs by cast", "let x = [\"a\": 1] as KeyValuePairs"),
  ])
  func `brackets that only look like a dictionary`(snippet: Snippet) throws {
    try snippet.expectIsJudgedAsExpected()
  }

  @Test(arguments: [
    Snippet.good("our own logarithm", "let x = PortableMath.log(y) + PortableMath.exp(z)"),
    .good(
      "a declaration in Numerics", in: "Sources/Core/Numerics/A.swift",
      "static func log(_ x: Double) -> Double { Self.exp(x) }"),
    .good("a value named log", "let log = a\nlog.append(1)\nf(log)"),
    .good("square roots", "let x = (a * b + c).squareRoot()"),
    .good("casts of a known width", "let x = UInt64(bitPattern: a) &+ Int64(bitPattern: b)"),
    .good("wrapping operators", "x &+= y &* z"),
    .good(
      "integers and tuples in Kernel", in: "Sources/Core/Kernel/A.swift",
      "let x = a.0.1 + 0xE5 + 0b10 + 1_000.max"),
    .good("ranges in Kernel", in: "Sources/Core/Kernel/A.swift", "for i in 0...5 { f(1..<3) }"),
    .good("unsafe bytes", "bytes.withUnsafeBytes { $0.count }"),
    .good("a time of our own", "let x = feed.time(of: row) + time(of: row)\nfunc time(of a: B) {}"),
    .good("a key named hash", "out.write(.hash(key: a, fields: b))"),
    .good("a random field", "let x = event.random\nlet y = a.random == b.random"),
    .good("a computed static", "enum A {\n  static var name: String { \"a\" }\n}"),
    .good("a requirement", "protocol A {\n  static var name: String { get }\n}"),
    .good("a local var", "func f() {\n  var x = 0\n  for var y in z {}\n}"),
    .good("a computed var at file scope", "package var a: Int { 1 }"),
    .good("a compiler version", "#if compiler(>=6.3) && !swift(<6)\n#else\n#endif"),
    .good("preconditions", "precondition(x > 0, \"x\"); preconditionFailure(\"no\")"),
    .good("a synthesised hash", "struct A: Hashable { let x: Int }"),
  ])
  func `arithmetic and state that repeat`(snippet: Snippet) throws {
    try snippet.expectIsJudgedAsExpected()
  }
}

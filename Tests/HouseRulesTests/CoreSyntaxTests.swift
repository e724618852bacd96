import Testing

@Suite struct `Code that Core must not hold` {
  @Test(arguments: dictionaries + arithmetic + state + errors + conditions)
  func `is found on its line`(snippet: Snippet) throws {
    try snippet.expectIsJudgedAsExpected()
  }

  private static let dictionaries: [Snippet] = [
    .bad("a dictionary type", "let x: [String: Int] = y", "1 hash-order"),
    .bad("a dictionary type in a result", "func f() -> [Price: [Int]] { y }", "1 hash-order"),
    .bad("a dictionary as inout", "func f(_ x: inout [Int: Int]) {}", "1 hash-order"),
    .bad("a borrowed dictionary", "func f(_ x: borrowing [Int: Int]) {}", "1 hash-order"),
    .bad("a dictionary in a cast", "if let z = y as? [Int: Int] {}", "1 hash-order"),
    .bad("a dictionary in a tight cast", "if let z = y as?[Int: Int] {}", "1 hash-order"),
    .bad("a tight borrowed dictionary", "func f(_ x: borrowing[Int: Int]) {}", "1 hash-order"),
    .bad(
      "a dictionary of optionals", "let x: [Int?: Int]; let y = [a?.b: c]", "1 hash-order",
      "1 hash-order"),
    .bad(
      "a dictionary of dictionaries", "let x: [Int: [Int: Int]]", "1 hash-order", "1 hash-order"),
    .bad("a dictionary called", "let x = [Int: Int](minimumCapacity: 3)", "1 hash-order"),
    .bad("a dictionary in a key path", "let x = \\[Int: Int].count", "1 hash-order"),
    .bad("an empty literal", "let x = reduce(into: [:]) { $0 }", "1 hash-order"),
    .bad("a literal", "f(\n  [\"a\": 1])", "2 hash-order"),
    .bad("a literal after return", "func f() -> T { return [1: 2] }", "1 hash-order"),
    .bad("a literal of conditionals", "let x = [a ? 1 : 2: b, c: d ? 3 : 4]", "1 hash-order"),
    .bad("a literal of closures", "let x = [1: { (a: Int) in a }]", "1 hash-order"),
    .bad("a literal with interpolation", "let x = [\"\\(a)\": 1]", "1 hash-order"),
    .bad("a literal in an interpolation", "let x = \"\\([1: 2].count)\"", "1 hash-order"),
    .bad("a literal in a subscript", "let x = y[at: [1: 2]]", "1 hash-order"),
  ]

  private static let arithmetic: [Snippet] = [
    .bad("a free logarithm", "let x = log(y)", "1 transcendental"),
    .bad("a method of Double", "let x = y.pow(2)", "1 transcendental"),
    .bad("a type's exponential", "let x = Double.exp(y)", "1 transcendental"),
    .bad("another home for cosines", "func cos(_ x: Double) -> Double { x }", "1 transcendental"),
    .bad("a fused product", "let x = a.addingProduct(b, c)", "1 transcendental"),
    .bad(
      "a free call in Numerics", in: "Sources/Core/Numerics/A.swift", "let x = tanh(y)",
      "1 transcendental"),
    .bad(
      "a Double in Kernel", in: "Sources/Core/Kernel/A.swift", "let x: Double\nlet y = Int(z)",
      "1 integers-only"),
    .bad(
      "a fraction in Ingest", in: "Sources/Core/Ingest/A.swift", "let x = 0.5", "1 integers-only"),
    .bad(
      "an exponent in Kernel", in: "Sources/Core/Kernel/A.swift", "let x = 1e6\nlet y = 0x1p3",
      "1 integers-only", "2 integers-only"),
  ]

  private static let state: [Snippet] = [
    .bad("a static var", "struct A {\n  static var count = 0\n}", "2 mutable-global"),
    .bad(
      "a static var without value", "struct A {\n  static var x: Int?\n  let y = 0\n}",
      "2 mutable-global"),
    .bad(
      "a static var behind modifiers", "struct A {\n  static private(set) var x = 0\n}",
      "2 mutable-global"),
    .bad(
      "a static var with observers", "enum A {\n  static var x: Int? { didSet { f() } }\n}",
      "2 mutable-global"),
    .bad("a var at file scope", "let a = 1\npackage var b = 2", "2 mutable-global"),
    .bad("a var after a body", "struct A {}; var b: [Int] = []", "1 mutable-global"),
  ]

  private static let errors: [Snippet] = [
    .bad("try?", "let x = try? f()", "1 swallowed-error"),
    .bad("a C symbol", "@_silgen_name(\"x\") func f() -> Int", "1 c-symbol"),
  ]

  private static let conditions: [Snippet] = [
    .bad("#if DEBUG", "let a = 1\n#if DEBUG\nlet b = 1\n#endif", "2 build-condition"),
    .bad("#if os", "#if swift(>=6) && !os(Linux)\n#endif", "1 build-condition"),
    .bad(
      "#elseif", "#if compiler(>=6.3)\n#elseif canImport(Glibc)\n#endif", "2 build-condition"),
  ]
}

import Testing

@Suite struct `Names that Core must not say` {
  @Test(arguments: order + time + chance + world + concurrency)
  func `are found on their line`(snippet: Snippet) throws {
    try snippet.expectIsJudgedAsExpected()
  }

  private static let order: [Snippet] = [
    .bad("Dictionary in a type", "struct A {\n  let x: Dictionary<String, Int>\n}", "2 hash-order"),
    .bad("Set in an extension", "\nextension Set where Element == Int {}", "2 hash-order"),
    .bad("Set in a typealias", "typealias Names = Set<String>", "1 hash-order"),
    .bad("Set nested in a generic", "let x: [Box<Set<Int>>] = []", "1 hash-order"),
    .bad("Set in backticks", "let x = `Set`<Int>()", "1 hash-order"),
    .bad("Set of the module Swift", "let x: Swift.Set<Int>", "1 hash-order"),
    .bad("Set by module selector", "let x: Swift::Set<Int>", "1 hash-order"),
    .bad("Dictionary.map", "let f = Dictionary<Int, Int>.map", "1 hash-order"),
    .bad("Dictionary(grouping:)", "let x = Dictionary(grouping: a) { $0.id }", "1 hash-order"),
    .bad("Dictionary.Index", "var i: Dictionary<Int, Int>.Index { a }", "1 hash-order"),
    .bad("AnyHashable", "func f(_ key: AnyHashable) {}", "1 hash-order"),
    .bad("hashValue", "let x = a.hashValue", "1 hash-value"),
    .bad(
      "hash(into:)", "func hash(into hasher: inout Hasher) {}", "1 hash-value", "1 hash-value"),
    .bad("a call of hash(into:)", "a.hash(into: &state)", "1 hash-value"),
    .bad("ObjectIdentifier", "let x = ObjectIdentifier(actor)", "1 address"),
    .bad("Int(bitPattern:)", "let x = Int(bitPattern: pointer)", "1 address"),
    .bad("UInt.init(bitPattern:)", "let x = p.map(UInt.init(bitPattern:))", "1 address"),
    .bad("a hidden bitPattern", "let x: Int = .init(bitPattern: pointer)", "1 address"),
    .bad(
      "reflection", "let x = Mirror(reflecting: a)\nlet y = String(reflecting: a)", "1 reflection",
      "2 reflection"),
  ]

  private static let time: [Snippet] = [
    .bad("Date()", "let x = Date()", "1 clock"),
    .bad("Date behind an interpolation", "let x = \"at \\(Date())\"", "1 clock"),
    .bad(
      "Date behind a raw interpolation", "let x = #\"at \\(no) \\#(Date())\"#", "1 clock"),
    .bad(
      "Date behind nested strings", "let x = \"a \\(b ?? \"c \\(d ? \"\" : \"\\(Date())\")\")\"",
      "1 clock"),
    .bad(
      "Date behind a multi-line string", "let x = \"\"\"\n  \"quoted\"\n  \\(Date())\n  \"\"\"",
      "3 clock"),
    .bad("Date after a comment", "/* a /* b */ c */ let x = Date.now // d", "1 clock"),
    .bad("Date after a carriage return", "// a\r\nlet b = 1\r\nlet x = Date()\r\n", "3 clock"),
    .bad("a clock in a generic", "func f<C: Clock>(_ c: C) {}", "1 clock"),
    .bad("ContinuousClock", "let x = ContinuousClock.now", "1 clock"),
    .bad("clock_gettime", "clock_gettime(CLOCK_REALTIME, &t)", "1 clock"),
    .bad("time() of C", "let x = time(nil)\nlet y = Glibc.time(&z)", "1 clock", "2 clock"),
  ]

  private static let chance: [Snippet] = [
    .bad("Int.random", "let x = Int.random(in: 0..<6)", "1 randomness"),
    .bad(".random across lines", "let x =\n  Double\n  .random(in: a)", "3 randomness"),
    .bad("Bool.random, uncalled", "let coin = Bool.random", "1 randomness"),
    .bad(
      "shuffles", "let x = a.shuffled()\nb.shuffle()\nc.randomElement()", "1 randomness",
      "2 randomness", "3 randomness"),
    .bad(
      "the system's generator", "var g = SystemRandomNumberGenerator()", "1 mutable-global",
      "1 randomness"),
    .bad("UUID", "let id = UUID().uuidString", "1 randomness"),
    .bad("drand48", "let x = drand48()", "1 randomness"),
  ]

  private static let world: [Snippet] = [
    .bad("arguments", "let x = CommandLine.arguments", "1 environment"),
    .bad("getenv", "let x = getenv(\"HOME\")", "1 environment"),
    .bad("String(format:)", "let x = String(format: \"%.2f\", y)", "1 locale"),
    .bad("Locale", "let x = y.formatted(.number.locale(Locale.current))", "1 locale"),
    .bad("print", "func f() { print(1) }", "1 output"),
    .bad("print passed on", "func f() { rows.forEach(print) }", "1 output"),
    .bad("print of the module Swift", "func f() { Swift.print(1) }", "1 output"),
    .bad("fatalError", "func f() { fatalError(\"no\") }", "1 fatal-error"),
    .bad("build kind", "let x = _isDebugAssertConfiguration()", "1 build-condition"),
  ]

  private static let concurrency: [Snippet] = [
    .bad("Task.sleep", "func f() { Task.sleep(a) }", "1 concurrency"),
    .bad(
      "async and await", "func f() async {\n  await g()\n}", "1 concurrency", "2 concurrency"),
    .bad("async let", "func f() {\n  async let x = g()\n}", "2 concurrency"),
    .bad("an actor", "package actor Actor {}", "1 concurrency"),
    .bad("Mutex", "let x = Mutex(0)", "1 concurrency"),
    .bad(
      "nonisolated(unsafe)", "nonisolated(unsafe) let x = a", "1 concurrency"),
    .bad("unowned(unsafe)", "struct A { unowned(unsafe) let x: B }", "1 unowned-unsafe"),
  ]
}

import HouseRules
import Testing

@Suite struct `Code that no source must hold` {
  private static let edge = "Sources/Edge/Feeds/Snippet.swift"

  @Test(arguments: [
    Snippet.bad("try!", in: edge, "let a = 1\nlet x = try! f()", "2 forced-try"),
    .bad("as!", in: edge, "let x = y as! Int", "1 forced-cast"),
    .bad("a forced name", in: edge, "let x = y!", "1 force-unwrap"),
    .bad("a forced call", in: edge, "let x = f()!.count", "1 force-unwrap"),
    .bad("a forced element", in: edge, "let x = y[0]! + 1", "1 force-unwrap"),
    .bad("a forced chain", in: edge, "let x = a?.b!.c", "1 force-unwrap"),
    .bad("forced twice", in: edge, "let x = a!!", "1 force-unwrap", "1 force-unwrap"),
    .bad("an assignment through !", in: edge, "a!=b", "1 force-unwrap"),
    .bad("forced behind an interpolation", in: edge, "let x = \"\\(y!)\"", "1 force-unwrap"),
    .bad("forced in a key path", in: edge, "let x = \\Row.name!.count", "1 force-unwrap"),
    .bad("a forced root of a key path", in: edge, "let x = rows.map(\\.!)", "1 force-unwrap"),
    .bad("an unwrapped type", in: edge, "var x: Int!", "1 force-unwrap"),
    .bad("an unwrapped generic type", in: edge, "var x: Box<Int>!", "1 force-unwrap"),
    .bad("an unwrapped init", in: edge, "struct A { init!(x: Int) {} }", "1 force-unwrap"),
    .bad("sleep", in: edge, "sleep(1)\nGlibc.usleep(5)", "1 sleep", "2 sleep"),
    .bad("a sleeping thread", in: edge, "Thread.sleep(forTimeInterval: 1)", "1 sleep"),
    .bad("a Manager", in: edge, "final class FeedManager {}", "1 type-name"),
    .bad("Utils", in: edge, "enum Utils {\n  struct PriceBase {}\n}", "1 type-name", "2 type-name"),
    .bad("a Helper by another name", in: edge, "typealias FeedHelper = Feed", "1 type-name"),
    .bad("untyped JSON", in: edge, "let x: [String: Any] = y", "1 untyped-json"),
    .bad("untyped JSON in full", in: edge, "let x: Dictionary<String, Any>", "1 untyped-json"),
    .bad("an unsigned promise", in: edge, "let a = 1  // TODO: later", "1 todo"),
    .bad("a promise without a date", in: edge, "// FIXME(Ada): it is wrong here", "1 todo"),
    .bad("a promise without a reason", in: edge, "// TODO(Ada, 2026-01-31): soon", "1 todo"),
    .bad("a promise in a block", in: edge, "/*\n a\n TODO b\n*/", "3 todo"),
    .bad("a file of Utils", in: "Sources/Node/FeedUtils.swift", "let a = 1", "1 file-name"),
    .bad("a topic of Helpers", in: "Sources/Node/Feed+Helpers.swift", "let a = 1", "1 file-name"),
  ])
  func `is found on its line`(snippet: Snippet) throws {
    try snippet.expectIsJudgedAsExpected()
  }

  @Test(arguments: [
    Snippet.good("not nil", in: edge, "if a != nil && !b && c !== d {}"),
    .good("negations", in: edge, "f(!a, [!b], {!c}(), x: !d); return !e"),
    .good("an operator passed on", in: edge, "let x = rows.filter(!)"),
    .good("an operator declared", in: edge, "prefix static func ! (a: Self) -> Self { a }"),
    .good("marks in text", in: edge, "let x = \"go! \\(a) stop!\" + #\"x!\"#  // a!"),
    .good(
      "a signed promise", in: edge, "// TODO(Ada, 2026-01-31): the venue has no test account yet"),
    .good("a word that holds the marker", in: edge, "// TODOS and AUTODOC are no promises"),
    .good("sleep of another", in: edge, "Task.sleep(for: a); clock.sleep(b)\nfunc sleep() {}"),
    .good("words inside names", in: edge, "struct Database {}\nstruct Baseline {}\nenum Bases {}"),
    .good("a base used, not declared", in: edge, "extension Base { class func f() {} }"),
    .good("typed JSON", in: edge, "let x: [String: AnyObject]\nlet y: [Key: Any]"),
    .good("the door", in: "Sources/retrace/A.swift", "let x: [String: Any] = y"),
    .good("dictionaries outside Core", in: edge, "let x: [String: Int] = [:]; print(Date())"),
  ])
  func `is not seen where it only looks like it`(snippet: Snippet) throws {
    try snippet.expectIsJudgedAsExpected()
  }

  @Test func `runs to 400 lines, and no further unless generated`() throws {
    let most = String(repeating: "let a = 1\n", count: 400)
    #expect(try Snippet.good("400 lines", most).findings() == [])
    #expect(
      try Snippet.good("401 lines", most + "let b = 2").findings().map(\.rule) == [.fileLength])
    let generated = "Sources/Core/Events/Generated/A.swift"
    #expect(try Snippet.good("generated", in: generated, most + "let b = 2").findings() == [])
  }
}

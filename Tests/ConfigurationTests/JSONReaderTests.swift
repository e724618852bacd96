import Configuration
import Numerics
import Testing

@Suite struct `The JSON reader` {
  private func read(_ text: String) throws(JSONFault) -> JSONValue {
    try JSONReader.read(Array(text.utf8))
  }

  private func fault(_ bytes: [UInt8]) -> JSONFault? {
    do {
      _ = try JSONReader.read(bytes)
      return nil
    } catch { return error }
  }

  private func fault(_ text: String) -> JSONFault.Kind? { fault(Array(text.utf8))?.kind }

  @Test func `keeps the order of members and the text of numbers`() throws {
    let value = try read(" {\"b\" : [1.50, -0e1,true,false,null] ,\n\"a\":{}}\t")
    #expect(
      value
        == .object([
          JSONMember(
            name: "b",
            value: .list([.number("1.50"), .number("-0e1"), .flag(true), .flag(false), .null])),
          JSONMember(name: "a", value: .object([])),
        ]))
    #expect(value["a"] == .object([]) && value["c"] == nil)
  }

  @Test func `reads every escape`() throws {
    #expect(
      try read(#""\"\\\/\b\f\n\r\tA\u00e9\u20AC\ud83d\ude00""#)
        == .text("\"\\/\u{8}\u{c}\n\r\tA\u{e9}\u{20AC}\u{1F600}"))
  }

  @Test(arguments: [
    "{", "[", "\"", "[1", "{\"a\"", "{\"a\":", "{\"a\":1", "[1,", "{\"a\":1,", "\"\\", "\"\\u12",
    "-",
    "tru", "nul", "[1,]", "{\"a\":1,}", "{,}", "[,]", "{1:2}", "{a:1}", "[1 2]", "{\"a\" 1}", "'a'",
    "01", "1.", ".1", "1e", "+1", "--1", "1.e1", "NaN", "Infinity", "0x1", "1_0", "\"\\x\"",
    "\"\\u12g4\"",
    "//", "1 // a", "[1]]", "{} {}", "\u{FEFF}{}", "\"\t\"", "\"\n\"", "\"\u{0}\"",
  ])
  func `refuses what is no JSON`(text: String) { #expect(fault(text) != nil, "\(text)") }

  @Test func `says what is wrong, and where`() throws {
    #expect(fault("") == .empty && fault(" \n") == .empty)
    #expect(fault("1 2") == .trailing)
    #expect(fault("\u{FEFF}{}") == .byteOrderMark)
    #expect(fault("\"\u{1}\"") == .controlCharacter)
    let found = try #require(fault(Array("{\n  \"a\": 1,\n  \"a\": 2}".utf8)))
    #expect(found.kind == .duplicateName("a"))
    #expect(found.line == 3 && found.column == 3)
    #expect(found.description == "line 3, column 3: the name \"a\" stands twice in one object")
  }

  @Test func `compares names byte by byte`() throws {
    #expect(fault("{\"\\u0061\":1,\"a\":2}") == .duplicateName("a"))
    // The same letter in two spellings: other bytes, other names.
    let value = try read("{\"\\u00e9\":1,\"e\\u0301\":2}")
    #expect(value["\u{e9}"] == .number("1") && value["e\u{301}"] == .number("2"))
  }

  @Test(arguments: [
    #""\ud800""#, #""\udc00""#, #""\ud800\u0041""#, #""\ud800x""#, #""\udc00\ud800""#,
    #""\ud800\ud800""#,
  ])
  func `refuses lone surrogates`(text: String) { #expect(fault(text) == .loneSurrogate, "\(text)") }

  @Test(
    arguments: [
      [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82], [0x80],
    ] as [[UInt8]])
  func `refuses bytes that are not UTF-8`(bytes: [UInt8]) {
    let text = [UInt8(ascii: "\"")] + bytes + [UInt8(ascii: "\"")]
    #expect(fault(text)?.kind == .notUTF8)
    #expect(fault(text)?.offset == 1)
  }

  @Test func `goes 16 levels deep and no deeper`() {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    #expect(fault(nested(16)) == nil)
    #expect(fault(nested(17)) == .tooDeep)
    #expect(fault(String(repeating: "[", count: 1 << 20)) == .tooDeep)
    #expect(fault(String(repeating: "{\"a\":", count: 17)) == .tooDeep)
  }

  @Test func `takes 1 MiB and not a byte more`() {
    let text = "\"" + String(repeating: "x", count: (1 << 20) - 2) + "\""
    #expect(fault(text) == nil)
    #expect(fault(text + " ") == .tooLong)
  }

  @Test func `finds a name that stands twice among very many`() {
    let members = (0..<40_000).map { "\"n\($0)\":0" }.joined(separator: ",")
    #expect(fault("{\(members)}") == nil)
    #expect(fault("{\(members),\"n17\":1}") == .duplicateName("n17"))
  }

  @Test func `never traps on bytes changed at random`() throws {
    let seed: UInt64 = 4_711
    print("seed \(seed)")
    var random = SplitMix64(seed: seed)
    let sound = Array(
      #"{"ALLOC_TOP_K": 2, "x": [1.5e-3, "\u00e9\ud83d\ude00", {"a": null}], "b": "é€😀", "t": true}"#
        .utf8)
    let marks = Array("{}[]\",:\\u0123456789aeEdD+-. tfn".utf8) + [0, 0x80, 0xC3, 0xED, 0xFF]
    var refused = 0
    for _ in 0..<30_000 {
      var bytes = sound
      for _ in 0...random.next(below: 4) {
        let place = Int(random.next(below: UInt64(bytes.count)))
        let mark = marks[Int(random.next(below: UInt64(marks.count)))]
        switch random.next(below: 4) {
        case 0: bytes[place] = mark
        case 1: bytes.insert(mark, at: place)
        case 2: bytes.remove(at: place)
        default: bytes.removeSubrange(place...)
        }
        if bytes.isEmpty { bytes = [mark] }
      }
      if let found = fault(bytes) {
        refused += 1
        #expect(found.offset <= bytes.count && found.line >= 1 && found.column >= 1, "seed \(seed)")
        #expect(!found.description.isEmpty)
      }
    }
    #expect(refused > 10_000 && refused < 30_000, "seed \(seed): \(refused)")
  }
}

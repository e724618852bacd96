import SchemaGen
import Testing

/// No kind has a minor version above 0 yet, so what is generated for one is looked at as text.
@Suite struct `Generated code of a later minor version` {
  private func payload(_ version: String, _ fields: [String]) throws -> [String] {
    let files = try SchemaTexts.generate {
      $0.version = version
      $0.fields = fields
    }
    return try #require(files["ThingSeen.swift"]).split(separator: "\n").map {
      $0.trimmingPrefix { $0 == " " }.description
    }
  }

  /// One field of version 1.0 and one of 1.2, both optional.
  private func twoFields() throws -> [String] {
    try payload(
      "1.2",
      [
        SchemaTexts.optional("bid", "price"),
        SchemaTexts.optional("ask_price", "price", since: "1.2"),
      ])
  }

  @Test func `writes a newer field only from its version on`() throws {
    let lines = try twoFields()
    #expect(lines.contains("if bid != nil { presence0 |= 1 }"))
    #expect(lines.contains("if minor >= 2 { if askPrice != nil { presence0 |= 2 } }"))
    #expect(lines.contains("if let bid { buffer.append(zigzag: bid.micros) }"))
    #expect(
      lines.contains("if minor >= 2 { if let askPrice { buffer.append(zigzag: askPrice.micros) } }")
    )
  }

  @Test func `refuses the bit of a newer field in every older version`() throws {
    let lines = try twoFields()
    #expect(lines.contains("reader.require(minor >= 2 || presence0 >> 1 == 0, .outOfRange)"))
    #expect(lines.contains("reader.require(presence0 >> 2 == 0, .outOfRange)"))
  }

  @Test func `reads a newer field after the older ones, by its own bit`() throws {
    let lines = try twoFields()
    let bid = "self.bid = presence0 & 1 != 0 ? Price(micros: reader.zigzag()) : nil"
    let ask = "self.askPrice = presence0 & 2 != 0 ? Price(micros: reader.zigzag()) : nil"
    let bidPlace = try #require(lines.firstIndex(of: bid))
    #expect(lines.firstIndex(of: ask) == bidPlace + 1)
  }

  @Test func `says since when a field is there`() throws {
    let lines = try twoFields()
    let place = try #require(lines.firstIndex(of: "public var askPrice: Price?"))
    #expect(lines[place - 1] == "/// Since 1.2.")
    #expect(lines[place - 2] == "/// Nil: not seen.")
  }

  @Test func `has a second presence byte only from the version that needs it`() throws {
    let eight = (1...8).map { SchemaTexts.optional("field_\($0)", "count") }
    let lines = try payload("1.1", eight + [SchemaTexts.optional("ninth", "count", since: "1.1")])
    #expect(lines.contains("buffer.append(presence0)"))
    #expect(lines.contains("if minor >= 1 { buffer.append(presence1) }"))
    #expect(lines.contains("if minor >= 1 { if ninth != nil { presence1 |= 1 } }"))
    #expect(lines.contains("let presence1 = minor >= 1 ? reader.byte() : 0"))
    #expect(lines.contains("reader.require(presence1 >> 1 == 0, .outOfRange)"))
    #expect(!lines.contains { $0.contains("presence0 >>") })
  }

  @Test func `begins with a presence byte from the version of its first optional field`() throws {
    let lines = try payload(
      "1.1",
      [SchemaTexts.field("pairs", "count"), SchemaTexts.optional("hue", "hue", since: "1.1")])
    #expect(lines.contains("let presence0 = minor >= 1 ? reader.byte() : 0"))
    #expect(
      lines.contains(
        "self.hue = presence0 & 1 != 0 ? reader.label(Hue.init(rawValue:), else: .red) : nil"))
  }
}

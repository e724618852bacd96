import Events
import Foundation
import Manifold
import Market
import Numerics
import TestSupport
import Testing

@Suite struct `A daily document` {
  private func run(
    _ instrument: Instrument = .euroDollar, side: PriceSide = .mid, unit: Int64 = 1,
    bars: Int = 300, barSeconds: Int64 = 60
  ) -> MarketRun {
    let run = MarketRun([instrument])
    var market = WanderingMarket(seed: 44)
    for bar in market.bars(bars) {
      run.apply(bar, barSeconds: barSeconds, side: side, unit: unit)
    }
    return run
  }

  private func text(_ document: DayDocument?) throws -> String {
    String(decoding: try #require(document).text, as: UTF8.self)
  }

  @Test func `has its keys in the order of their bytes, no white space, and ASCII only`() throws {
    let text = try text(run().openDocument())
    #expect(text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F })
    // Keys of one object follow each other in the text; a stack tells the objects apart.
    var open: [String] = []
    var objects = 0
    var rest = text[...]
    while let character = rest.popFirst() {
      switch character {
      case "{":
        open.append("")
        objects += 1
      case "}": open.removeLast()
      case "\"":
        let word = rest.prefix { $0 != "\"" }
        rest = rest.dropFirst(word.count + 1)
        guard rest.first == ":" else { continue }
        #expect(open[open.count - 1] < word, "\(word)")
        open[open.count - 1] = String(word)
      default: continue
      }
    }
    #expect(open.isEmpty && objects > 100)
    #expect(try JSONSerialization.jsonObject(with: Data(text.utf8)) is [String: Any])
  }

  @Test func `differs, when it is complete, in one word`() throws {
    let run = run()
    let open = try text(run.openDocument())
    let document = try #require(run.openDocument())
    let complete = DayDocument(
      instrument: document.instrument, day: document.day, signals: document.signals,
      isComplete: true)
    #expect(try text(complete) == open.replacing("\"complete\":false", with: "\"complete\":true"))
    #expect(open.contains("\"complete\":false"))
  }

  @Test func `hashes to what its text hashes to`() throws {
    for bars in [1, 40, 300, 1_200] {
      let document = try #require(run(bars: bars).openDocument())
      #expect(document.fingerprint.sha256 == SHA256.digest(of: document.text))
      #expect(document.fingerprint.bytes == Int64(document.text.count))
    }
  }

  @Test func `names the side of candles that have one, and says nothing of mids`() throws {
    #expect(try !text(run().openDocument()).contains("side"))
    #expect(
      try text(run(side: .bid).openDocument()).contains(
        "\"schema\":\"manifold.v1\",\"side\":\"bid\",\"signals\":["))
    #expect(try text(run(side: .ask).openDocument()).contains("\"side\":\"ask\""))
  }

  @Test func `prints prices with one place more than quotes have`() throws {
    let euro = try text(run().openDocument())
    #expect(euro.firstMatch(of: /"price":1\.1[67][0-9]{4},/) != nil)
    let yen = try text(run(.dollarYen, unit: 100).openDocument())
    #expect(yen.firstMatch(of: /"price":11[67]\.[0-9]{4},/) != nil)
    #expect(yen.contains("\"instrument\":\"USD_JPY\""))
  }

  @Test func `prints fractions with fixed places and a minus only where something is negative`()
    throws
  {
    let text = try text(run().openDocument())
    #expect(text.firstMatch(of: /"bias":-0\.[0-9]{6},/) != nil)
    #expect(text.firstMatch(of: /-0\.0+[,}]/) == nil)
    #expect(text.firstMatch(of: /"lambda":0\.[0-9]{6},"sigma_eff":0\.[0-9]{9}}/) != nil)
    #expect(text.firstMatch(of: /"evidence_bits":[0-9]+\.[0-9]{3},/) != nil)
    #expect(text.firstMatch(of: /"ts_ms":([0-9]+),"ts_ns":"([0-9]{19})"/) != nil)
  }

  @Test(
    arguments: [
      (1, "S1"), (7, "S7"), (60, "M1"), (90, "S90"), (900, "M15"), (3_600, "H1"), (14_400, "H4"),
      (86_400, "D1"), (172_800, "H48"), (604_800, "W1"),
    ] as [(Int64, String)])
  func `names its bars`(seconds: Int64, name: String) {
    #expect(granularityName(barSeconds: seconds) == name)
  }

  @Test func `escapes whatever is not plain ASCII in a name`() throws {
    let name = "E\"U\\R\u{1}é\u{1F600}"
    let document = try #require(run().openDocument())
    let odd = DayDocument(
      instrument: Instrument(name: name, digits: 5), day: document.day, signals: [],
      isComplete: false)
    let text = try text(odd)
    #expect(
      text.contains(#""instrument":"E\u0022U\u005cR\u0001\u00e9\ud83d\ude00","#), "\(text)")
    let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    #expect(object?["instrument"] as? String == name)
  }

  @Test func `is the same from the event of its day as from the room`() throws {
    let run = run(bars: 2_500)
    let closed = try run.closedDays()
    #expect(closed.count >= 1)
    for (event, document) in closed {
      #expect(document.fingerprint == (event.textBytes, event.textSha256))
    }
  }
}

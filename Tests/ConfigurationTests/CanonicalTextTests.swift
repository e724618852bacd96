import Configuration
import Foundation
import Numerics
import SchemaGen
import Testing

@Suite struct `The canonical text` {
  @Test func `has a line for each setting, sorted by name`() throws {
    let lines = TradingSettings().canonicalText.split(separator: "\n").map(String.init)
    let names = lines.map { String($0.prefix { $0 != "=" }) }
    #expect(try names == SchemaRows.read().settings.map(\.name).sorted())
    for line in [
      "ALLOC_TOP_K=3", "EXIT_PNL_SL=-1.25", "GUARD_MAX_HAZARD=off", "EXIT_SLOPE_LOOKBACK=look",
      "PAPER_BALANCE=10000", "MARKET_OPEN_LOCAL=17:05", "PAPER_FAULTS=none", "READ_ONLY=0",
      "MODE=paper", "MAX_SPREAD_BPS_PAIR_JSON={\"NZD_USD\":4.0}", "MARKET_CLOSURES_JSON=[]",
      "INSTRUMENTS=EUR_USD,USD_JPY,GBP_USD,EUR_JPY,USD_CAD,NZD_USD,AUD_USD,USD_CHF",
      "RISK_MAX_LOSS_AT_STOP_PCT=0.01", "GUARD_KERNEL=kernel.v1", "CANDLE_GRAN=M1",
    ] { #expect(lines.contains(line), "\(line)") }
  }

  @Test func `is hashed by SHA-256`() {
    let settings = TradingSettings()
    #expect(settings.hash == SHA256.digest(of: Array(settings.canonicalText.utf8)))
  }

  @Test func `does not depend on the layer a value came from, nor on how it was written`() throws {
    func hash(_ given: [GivenSetting]) throws -> Digest256 {
      try SettingsResolution.resolve(given).settings.hash
    }
    func one(_ form: GivenSetting.Form, _ layer: SettingLayer) -> GivenSetting {
      GivenSetting(name: "EXIT_PNL_TP", value: form, layer: layer)
    }
    let expected = try hash([one(.text("0.75"), .set)])
    #expect(try hash([one(.json(.number("7.5e-1")), .file)]) == expected)
    #expect(try hash([one(.text("0.750"), .environment)]) == expected)
    #expect(try hash([one(.text("0.9"), .file), one(.text("0.75"), .set)]) == expected)
    #expect(expected != TradingSettings().hash)
    #expect(try hash([one(.text("0.50"), .set)]) == TradingSettings().hash)
  }

  @Test func `given again line by line makes the same settings`() throws {
    let settings = try SchemaRows.resolving(
      ("INSTRUMENTS", "EUR_GBP,NZD_USD"), ("PAPER_BALANCE", "1234.5"), ("PAPER_FAULTS", "delay:3"),
      ("MAX_SPREAD_BPS_PAIR_JSON", #"{"NZD_USD":0.00001}"#), ("GUARD_MAX_HAZARD", "0.1"),
      ("MARKET_CLOSURES_JSON", #"[["2026-07-03T20:55:00Z","2026-07-05T21:05:00Z"]]"#),
      ("SESSION_HOURS_JSON", #"{"tokyo":["08:30","18:00"]}"#), ("C_MIN", "0.0001")
    ).settings
    let given = settings.canonicalText.split(separator: "\n").map { line in
      let parts = line.split(separator: "=", maxSplits: 1).map(String.init)
      return GivenSetting(name: parts[0], value: .text(parts[1]), layer: .set)
    }
    #expect(try SettingsResolution.resolve(given).settings == settings)
  }

  @Test func `gives an event's value for each setting`() {
    let settings = TradingSettings()
    for (place, row) in SettingTable.all.rows.enumerated() {
      let text = settings.text(at: place)
      #expect(!text.isEmpty && !text.contains("\n"), "\(row.name)")
    }
  }
}

@Suite struct `The generated files` {
  @Test func `are what the schema makes today`() throws {
    for file in try ConfigurationGenerator.files(from: SchemaRows.read()) {
      let found = try String(
        contentsOf: SchemaRows.root.appending(path: file.path), encoding: .utf8)
      #expect(found == file.text, "\(file.path) is out of date: run the generator")
    }
  }

  @Test func `hold a field of the event for each setting, all optional`() throws {
    let files = try ConfigurationGenerator.files(from: SchemaRows.read())
    let event = try #require(files.first { $0.path.hasSuffix(".json") })
    #expect(event.path == "schemas/events/node.configuration-applied.json")
    struct Field: Decodable {
      let name: String
      let type: String
      let optional: Bool?
      let absence: String?
    }
    struct Event: Decodable {
      let number: Int
      let subscribers: [String]
      let fields: [Field]
    }
    let decoded = try JSONDecoder().decode(Event.self, from: Data(event.text.utf8))
    #expect(decoded.number == 5)
    #expect(decoded.subscribers == ["AllocatorActor", "PortfolioActor", "PaperVenue"])
    #expect(decoded.fields.prefix(2).map(\.name) == ["configuration_hash", "layers"])
    let settings = decoded.fields.dropFirst(2)
    #expect(try settings.map(\.name) == SchemaRows.read().settings.map { $0.name.lowercased() })
    #expect(settings.allSatisfy { $0.optional == true && $0.absence != nil })
    let known = ["count", "int", "flag", "real", "units", "money", "text", "list<real>"]
    #expect(settings.allSatisfy { known.contains($0.type) })
  }
}

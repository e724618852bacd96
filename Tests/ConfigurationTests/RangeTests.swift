import Configuration
import Foundation
import SchemaGen
import Testing

@Suite struct `Every setting` {
  private static let rows = (try? SchemaRows.read().settings) ?? []
  private static let numeric = rows.filter(\.isNumeric).map(\.name)

  private func row(_ name: String) throws -> SettingSchema {
    try #require(Self.rows.first { $0.name == name })
  }

  @Test func `of the schema is known, in the same order`() throws {
    #expect(Self.rows.count == 109)
    #expect(SettingTable.all.rows.map(\.name) == Self.rows.map(\.name))
    #expect(SettingTable.all.rows.map(\.section) == Self.rows.map(\.section))
    #expect(SettingTable.all.rows.map(\.meaning) == Self.rows.map(\.meaning))
    #expect(try SettingTable.all.refused.map(\.name) == SchemaRows.read().refused.map(\.name))
  }

  @Test(arguments: rows.map(\.name)) func `takes its default`(name: String) throws {
    let row = try row(name)
    let defaults = [row.default].compactMap { $0 } + (row.defaultIn.map { Array($0.values) } ?? [])
    for text in defaults { #expect(SchemaRows.ownProblems(name, text) == [], "\(name)=\(text)") }
    if let word = row.absent {
      let mayBe = !(row.absentOnlyByDefault ?? false)
      #expect(SchemaRows.ownProblems(name, word).isEmpty == mayBe, "\(name)=\(word)")
    }
  }

  @Test(arguments: numeric) func `takes both ends of its range`(name: String) throws {
    let row = try row(name)
    for end in [try #require(row.lowest), try #require(row.highest)] {
      #expect(SchemaRows.ownProblems(name, row.text(of: end)) == [], "\(name)=\(end)")
    }
  }

  @Test(arguments: numeric)
  func `refuses what lies just beyond, with name, value, range and section`(name: String) throws {
    let row = try row(name)
    let low = try #require(row.lowest) - row.step
    let high = try #require(row.highest) + row.step
    for beyond in [low, high] {
      let text = row.text(of: beyond)
      let problem = try #require(SchemaRows.ownProblems(name, text).first, "\(name)=\(text)")
      #expect(problem.kind == .outOfRange)
      #expect(problem.name == name && problem.value == text && problem.section == row.section)
      let range = try #require(problem.range)
      let (least, greatest) = (try #require(row.least), try #require(row.greatest))
      #expect(range.contains(least) && range.contains(greatest))
      #expect(problem.description.hasPrefix("\(name)=\(text): "))
    }
  }

  @Test(arguments: rows.map(\.name)) func `refuses a wrong type`(name: String) throws {
    for wrong in [
      "", " ", "nan", "NaN", "inf", "0x1", "+1", "01", ".5", "1.", "1 000", "yes", "\u{0}",
    ] {
      // A text may say much, a flag or a list of faults hardly anything.
      if try row(name).type == "text" && !["", " ", "1 000", "\u{0}"].contains(wrong) { continue }
      let problems = SchemaRows.ownProblems(name, wrong)
      #expect(problems.count == 1, "\(name)=\(wrong)")
      #expect([.wrongType, .outOfRange].contains(problems.first?.kind), "\(name)=\(wrong)")
    }
    let nothing = GivenSetting(name: name, value: .json(.null), layer: .file)
    #expect(SchemaRows.problems(of: [nothing]).first?.kind == .wrongType)
  }

  @Test(arguments: rows.filter { $0.labels != nil && $0.type != "faults" }.map(\.name))
  func `with labels takes each of them and no other`(name: String) throws {
    for label in try #require(row(name).labels) {
      #expect(SchemaRows.ownProblems(name, label) == [], "\(name)=\(label)")
      #expect(SchemaRows.ownProblems(name, label + "x").first?.kind == .outOfRange)
    }
  }

  @Test func `is described by one whole sentence and a range`() {
    for row in SettingTable.all.rows {
      #expect(row.meaning.hasSuffix(".") && row.rangeText != "any" && !row.rangeText.isEmpty)
    }
  }
}

import HouseRules
import Testing

@Suite struct `This house` {
  @Test func `keeps its own rules`() throws {
    // Tests/HouseRulesTests/RealSourcesTests.swift lies three below the root.
    let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
      .joined(separator: "/")
    let tree = SourceTree(root: root)
    let report = Checker(house: try tree.house()).check(try tree.sources())
    #expect(report.files > 0)
    #expect(
      report.findings.isEmpty, "\(report.findings.map(\.description).joined(separator: "\n"))")
  }
}

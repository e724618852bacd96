/// What the house rules say of some files.
package struct Report: Equatable, Sendable {
  /// In order of file and place, without what an exception allows.
  package var findings: [Finding]
  /// Exceptions in use, each with its reason in the source.
  package var exceptions: Int
  package var files: Int
}

/// Checks Swift sources against the house rules, as text.
package struct Checker: Sendable {
  private let imports: ImportRules
  private let names = BannedNameSearch(BannedNames.table)

  package init(house: House) { imports = ImportRules(house: house) }

  package func check(_ sources: [Source]) -> Report {
    var findings = imports.sharedLibraryFindings(in: sources)
    var allowances: [Allowance] = []
    for source in sources {
      findings += self.findings(in: source)
      let read = Allowance.read(in: source)
      allowances += read.allowances
      findings += read.findings
    }
    let unused = allowances.filter { !findings.contains(where: $0.allows) }
    let kept = findings.filter { finding in !allowances.contains { $0.allows(finding) } }
    return Report(
      findings: (kept + unused.map(\.unusedFinding)).sorted(by: Finding.precedes),
      exceptions: allowances.count - unused.count, files: sources.count)
  }

  private func findings(in source: Source) -> [Finding] {
    imports.findings(in: source) + names.findings(in: source)
      + HashOrderRule.findings(in: source) + TranscendentalRule.findings(in: source)
      + CoreRules.findings(in: source) + MutableGlobalRule.findings(in: source)
      + SourceRules.findings(in: source)
  }
}

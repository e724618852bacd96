import TestSupport
import Testing

/// What the originals got wrong (trading-system.md, section 20), as far as orders and money go: each row
/// must stay impossible.
@Suite struct `What the originals got wrong` {
  @Test(arguments: OriginalsRow.allCases) func `is not done here`(row: OriginalsRow) throws {
    try row.check()
    Tally.note(
      "rows of section 20 that concern orders, of 26", row.rawValue, 1,
      of: OriginalsRow.allCases.count)
  }
}

import Synchronization
import Testing

/// What the originals got wrong (trading-system.md, section 20), as far as orders and money go: each row
/// must stay impossible.
@Suite struct `What the originals got wrong` {
  private static let passed = Mutex(0)

  @Test(arguments: OriginalsRow.allCases) func `is not done here`(row: OriginalsRow) throws {
    try row.check()
    let count = Self.passed.withLock {
      $0 += 1
      return $0
    }
    if count == OriginalsRow.allCases.count {
      print(
        "Section 20: \(count) of \(OriginalsRow.allCases.count) rows that concern orders, of 26")
    }
  }
}

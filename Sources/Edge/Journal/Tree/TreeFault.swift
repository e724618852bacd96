/// What can be wrong with the tree of pages that LMDB keeps in a file.
///
/// The rules: schemas/journal-format.md, section 6.
package enum TreeFault: Error, Equatable, Sendable {
  case tooShort
  case badMeta(page: Int)
  case badTransactions(UInt64, UInt64)
  /// An environment just made, without any database: a birth was interrupted.
  case noDatabases
  /// The last page number lies beyond what a journal may grow to.
  case badLastPage
  case badRecord(String)
  case badDatabases
  case badPage(UInt64)
  case badNode(page: UInt64)
  case badKeyOrder(page: UInt64)
  case badCounts(String)
  case badFreeList(String)
  /// The state before the newest one holds more pages of events than it.
  case newestIsOlder
}

extension TreeFault: CustomStringConvertible {
  package var description: String {
    switch self {
    case .tooShort: "data.mdb is too short to be an LMDB file"
    case .badMeta(let page): "meta page \(page) of data.mdb is wrong"
    case .badTransactions(let first, let second):
      "the meta pages of data.mdb tell of transactions \(first) and \(second), which do not follow"
    case .noDatabases: "data.mdb holds no database: its birth was interrupted"
    case .badLastPage: "data.mdb says that it ends beyond 1 TiB"
    case .badRecord(let name): "the record of database \(name) is wrong"
    case .badDatabases: "data.mdb does not hold the four databases of a journal"
    case .badPage(let number): "tree page \(number) of data.mdb is wrong or not where it belongs"
    case .badNode(let page): "a node of tree page \(page) of data.mdb is wrong"
    case .badKeyOrder(let page): "the keys around tree page \(page) of data.mdb are out of order"
    case .badCounts(let name): "database \(name) does not hold what its record counts"
    case .badFreeList(let what): "the list of free pages of data.mdb is wrong: \(what)"
    case .newestIsOlder:
      "the state that data.mdb calls its newest holds fewer pages of events than the one before"
    }
  }
}

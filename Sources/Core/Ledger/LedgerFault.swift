/// Why the ledger refused something. Nothing was changed.
public enum LedgerFault: UInt8, Error, Sendable, CaseIterable, BitwiseCopyable {
  /// A sum or a product outgrew its bits.
  case overflow = 0
  /// A price that is not above zero.
  case badPrice = 1
  /// A rate or a charge below zero.
  case badRate = 2
  /// Units of zero, or a lot with more units left than it was opened with.
  case badUnits = 3
  /// The instrument has as many lots as it may have (`lots_full`); only reductions pass.
  case lotsFull = 4
  /// A lot that would not enlarge the position, or a reduction that would.
  case wrongSide = 5
  /// A reduction of more units than are held: it would open the other side.
  case exceedsPosition = 6
  /// A number that is not above that of the newest lot; numbers are never used twice.
  case numberNotNew = 7
  /// No open lot has this number.
  case noSuchLot = 8
}

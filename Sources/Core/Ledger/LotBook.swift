/// The open lots of one instrument, oldest first.
///
/// An account is net: all lots are on one side, and a reduction never opens the other
/// (`parts(of:)` splits an order that would). Opening and reducing cost the same however many lots
/// are open. A call that throws changes nothing.
///
/// Bounded: at `limit` lots an increase is refused as `lotsFull`; a reduction never is.
///
/// Source: churner-and-ops.md, sections 1 and 2; trading-system.md, section 10.6.
public struct LotBook: Equatable, Sendable {
  /// What `PM_MAX_OPEN_LOTS` may be.
  public static let limits = 1...2_000
  public static let usualLimit = 500

  /// How many lots the instrument may have: a setting, no part of what is held.
  public let limit: Int
  var lots = Ring<Lot>()
  /// The position: the sum of what remains, above zero for a long.
  public internal(set) var units: Int64 = 0
  /// Σ remaining units × entry price, in millionths of the quote currency, signed like the units.
  public internal(set) var cost: Int128 = 0

  /// - Parameter limit: Within `limits`; settings are checked at the door.
  public init(limit: Int = LotBook.usualLimit) {
    precondition(Self.limits.contains(limit), "a book holds 1 to 2,000 lots")
    self.limit = limit
  }

  /// A book with lots that were recorded, oldest first; there may be more of them than a limit that
  /// has been lowered since, but never more than 2,000.
  public init(limit: Int, lots recorded: some Sequence<Lot>) throws(LedgerFault) {
    self.init(limit: limit)
    for lot in recorded {
      guard count < Self.limits.upperBound else { throw .lotsFull }
      try append(lot)
    }
  }

  public var count: Int { lots.count }

  public var isEmpty: Bool { lots.isEmpty }

  /// Whether the next increase is refused as `lots_full`.
  public var isFull: Bool { count >= limit }

  /// The oldest is at 0.
  public subscript(position: Int) -> Lot { lots[position] }

  /// An order against the position: what it closes, and what is left to open the other side.
  ///
  /// Both are signed like the order. An order of the position's own side only opens. REDUCE_ONLY
  /// trades the first part and drops the second.
  ///
  /// Source: oanda-v20.md, section 11 (netting).
  public func parts(of order: Int64) -> (closing: Int64, opening: Int64) {
    guard units != 0, order.signum() == -units.signum() else { return (0, order) }
    // Of opposite signs, so the sum can not overflow.
    let left = order + units
    return left.signum() == order.signum() ? (-units, left) : (order, 0)
  }

  /// Adds the lot that an increase opened.
  public mutating func open(_ lot: Lot) throws(LedgerFault) {
    guard !isFull else { throw .lotsFull }
    guard lot.remaining == lot.units else { throw .badUnits }
    try append(lot)
  }

  /// Where the lot of a number is.
  public func position(of number: Int64) -> Int? {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if lots[middle].number < number { low = middle + 1 } else { high = middle }
    }
    return low < count && lots[low].number == number ? low : nil
  }

  private mutating func append(_ lot: Lot) throws(LedgerFault) {
    try lot.check()
    if !isEmpty {
      guard lot.units.signum() == units.signum() else { throw .wrongSide }
      guard lot.number > lots[count - 1].number else { throw .numberNotNew }
    }
    let (sum, isTooMany) = units.addingReportingOverflow(lot.remaining)
    let (cost, isTooDear) = cost.addingReportingOverflow(lot.cost)
    guard !isTooMany, sum != .min, !isTooDear else { throw .overflow }
    lots.append(lot)
    self.units = sum
    self.cost = cost
  }
}

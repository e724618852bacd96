public import Market

/// What one fill added to a position, until reductions have consumed it.
///
/// Opened by `portfolio.lot-opened`; it closes when no units remain and is never opened again.
///
/// Source: churner-and-ops.md, section 2.
public struct Lot: Equatable, Sendable, BitwiseCopyable {
  /// From 1, in order of opening over all instruments, never used twice (`position_id`).
  public let number: Int64
  /// As opened: above zero for a long, below for a short.
  public let units: Int64
  /// What reductions left of them, of the same sign; never zero in a book.
  public internal(set) var remaining: Int64
  /// The entry.
  public let price: Price
  public let openedAt: Timestamp
  /// What the opening fill cost, zero or more (`entry_fee`).
  public let commission: Money
  /// The sum of the slices taken so far.
  public internal(set) var realised: Money

  /// - Parameters:
  ///   - remaining: nil stands for all units.
  public init(
    number: Int64, units: Int64, price: Price, openedAt: Timestamp, commission: Money = .zero,
    remaining: Int64? = nil, realised: Money = .zero
  ) {
    self.number = number
    self.units = units
    self.remaining = remaining ?? units
    self.price = price
    self.openedAt = openedAt
    self.commission = commission
    self.realised = realised
  }

  public var isLong: Bool { units > 0 }

  /// Units × entry price of what remains, in millionths of the quote currency.
  var cost: Int128 { Int128(remaining) * Int128(price.micros) }

  /// Whether a book may hold it at all.
  func check() throws(LedgerFault) {
    guard number > 0 else { throw .numberNotNew }
    guard price.micros > 0 else { throw .badPrice }
    guard commission.micros >= 0 else { throw .badRate }
    guard remaining != 0, remaining.signum() == units.signum(),
      remaining.magnitude <= units.magnitude, units != .min
    else { throw .badUnits }
  }
}

/// What one fill took from one lot.
public struct Slice: Equatable, Sendable, BitwiseCopyable {
  /// The number of the lot.
  public let lot: Int64
  /// How many units were taken, signed like the lot: above zero when a long was sold.
  public let units: Int64
  public let entry: Price
  public let exit: Price
  /// `RealisedProfit` of these units.
  public let profit: Money
  /// The profit of all slices of this lot so far, this one included.
  public let realised: Money
  /// What the lot still has, zero when this closed it (`portfolio.lot-closed`).
  public let remaining: Int64

  public var closesLot: Bool { remaining == 0 }
}

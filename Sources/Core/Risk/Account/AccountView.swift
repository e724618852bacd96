/// What the rules need of one account snapshot.
///
/// Money is a count of millionths of the account currency; nil is unknown, never 0. Whether the
/// snapshot is recent enough is the reader's to ask.
public struct AccountView: Equatable, Sendable {
  public var balanceMicros: Int64?
  /// Net asset value: balance and open profit or loss, as the broker says it.
  public var navMicros: Int64?
  public var marginUsedMicros: Int64?
  public var marginAvailableMicros: Int64?

  public init(
    balanceMicros: Int64?, navMicros: Int64?, marginUsedMicros: Int64?,
    marginAvailableMicros: Int64?
  ) {
    self.balanceMicros = balanceMicros
    self.navMicros = navMicros
    self.marginUsedMicros = marginUsedMicros
    self.marginAvailableMicros = marginAvailableMicros
  }

  /// Nothing known yet.
  public static let unknown = AccountView(
    balanceMicros: nil, navMicros: nil, marginUsedMicros: nil, marginAvailableMicros: nil)

  public var balance: Double? { Self.units(balanceMicros) }
  public var nav: Double? { Self.units(navMicros) }
  public var marginUsed: Double? { Self.units(marginUsedMicros) }
  public var marginAvailable: Double? { Self.units(marginAvailableMicros) }

  /// The share of margin in use; nil when unknown.
  public var usedShare: Double? { usedMarginShare(used: marginUsed, available: marginAvailable) }

  private static func units(_ micros: Int64?) -> Double? { micros.map { Double($0) / 1_000_000 } }
}

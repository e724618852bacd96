public import Market

/// When a small entry may be made because nothing was traded for a while.
///
/// It is an entry like any other and passes every gate; it only gives up the wish for a full size.
///
/// Source: trading-system.md, section 9.4.
public struct PulseLimits: Equatable, Sendable, BitwiseCopyable {
  /// Off in live, on in practice and paper.
  public var isEnabled = false
  /// Since the last order or pulse, in ns. What lies outside 240 s to an hour counts as the nearer end.
  public var intervalNanoseconds = 300 * nanosecondsPerSecond
  /// Part of the budget that one pulse may use as margin.
  public var budgetShare = 0.05
  public var mostOpen = 1
  public var mostPerDay = 24

  static let intervals = 240 * nanosecondsPerSecond...3_600 * nanosecondsPerSecond

  public init() {}
}

/// One instrument that a pulse might be made in. Everything unknown speaks against it.
public struct PulseCandidate: Equatable, Sendable, BitwiseCopyable {
  public var instrument: InstrumentID
  public var isOpen: Bool
  public var isNearClose: Bool
  /// The evaluator's gate.
  public var isGateOpen: Bool
  public var guardsPass: Bool
  public var isFlat: Bool
  public var isSpreadFine: Bool
  /// The side that direction gives.
  public var side: Stance
  /// The most margin it may use, in the account's currency.
  public var cap: Double?
  /// In the account's currency.
  public var marginPerUnit: Double?

  public init(
    instrument: InstrumentID, isOpen: Bool, isNearClose: Bool, isGateOpen: Bool, guardsPass: Bool,
    isFlat: Bool, isSpreadFine: Bool, side: Stance, cap: Double?, marginPerUnit: Double?
  ) {
    self.instrument = instrument
    self.isOpen = isOpen
    self.isNearClose = isNearClose
    self.isGateOpen = isGateOpen
    self.guardsPass = guardsPass
    self.isFlat = isFlat
    self.isSpreadFine = isSpreadFine
    self.side = side
    self.cap = cap
    self.marginPerUnit = marginPerUnit
  }

  /// The units of a pulse with so much margin, signed; nil when the candidate does not qualify.
  ///
  ///     units = side × floor(min(margin, cap) ÷ margin per unit)
  func units(margin: Double) -> Int64? {
    guard isOpen, !isNearClose, isGateOpen, guardsPass, isFlat, isSpreadFine, side != .flat,
      let cap, !cap.isNaN, let marginPerUnit, marginPerUnit > 0, marginPerUnit.isFinite,
      let units = Tolerance.roundedDown(min(margin, cap) / marginPerUnit), units >= 1
    else { return nil }
    return Int64(side.rawValue) * units
  }
}

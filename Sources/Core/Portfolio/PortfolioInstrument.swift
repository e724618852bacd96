import Events
import Ledger
import Market
import Risk
import Strategy

/// What the portfolio keeps of one instrument besides its quote.
struct PortfolioInstrument: Sendable {
  private(set) var instrument: Instrument
  /// Its place in `INSTRUMENTS`; nil while it is heard but not traded.
  var place: Int?
  var sessions: TradingSessions
  var session: SessionStatus?
  var lots: LotBook
  /// The newest metrics, and the event they stand in.
  var metrics: MetricSnapshot?
  var metricsSequence: UInt64 = 0
  var deviation = ReturnDeviation()
  var range: AverageTrueRange
  /// Whether an operator disabled it.
  var isDisabled = false
  /// Whether an order of it did what it must not.
  var isIrregular = false
  /// Whether somebody else traded into the position: it is not enlarged until it is flat.
  var isAdopted = false
  /// What the venue says it holds, where that is another number than ours.
  var venueUnits: Int64?
  /// Units of orders under way, by what they do.
  var pendingIncrease: Int64 = 0
  var pendingReduction: Int64 = 0
  /// Orders whose outcome is unknown.
  var unknownOrders: Int64 = 0
  var strategy: InstrumentStrategy

  init(_ instrument: Instrument, rules: PortfolioRules) {
    self.instrument = instrument
    sessions = TradingSessions.home(of: instrument.name) ?? []
    // A fill is a fact: how many lots there may be is a gate before the order.
    lots = LotBook(limit: LotBook.limits.upperBound)
    range = AverageTrueRange(length: rules.rangeLength)
    strategy = InstrumentStrategy(window: rules.strategy.window)
  }

  /// The same windows and bounds, for another instrument.
  func named(_ instrument: Instrument) -> PortfolioInstrument {
    var named = self
    named.instrument = instrument
    named.sessions = TradingSessions.home(of: instrument.name) ?? []
    return named
  }

  /// Takes rules that average another number of true ranges, or look back over other windows.
  mutating func adopt(_ rules: PortfolioRules) {
    strategy.adopt(rules.strategy)
    keepRanges(rules.rangeLength)
  }

  private mutating func keepRanges(_ length: Int) {
    guard length != range.ranges.capacity else { return }
    range = AverageTrueRange(
      length: length, ranges: range.ranges.oldestFirst, hasCandle: range.hasCandle,
      previousClose: range.previousClose)
  }

  /// The units that rules reckon with: the venue's where they differ from ours.
  var units: Int64 { venueUnits ?? lots.units }

  /// What orders under way leave of the position. One of unknown outcome closes nothing for sure: a full
  /// close is sent all the same, and a part of one waits until it is settled.
  var unitsLeft: Int64 { unknownOrders > 0 ? units : units &+ pendingReduction }

  /// Whether only reductions are allowed, whatever else is open.
  var isReduceOnly: Bool { isIrregular || isAdopted || venueUnits != nil || unknownOrders > 0 }
}

/// An order of ours that is not at its end.
struct OpenOrder: Sendable {
  var number: Int64
  var instrument: InstrumentID
  /// Signed units that are not traded yet.
  var units: Int64
  var isReduction: Bool
  var state: OrderState
  /// When its outcome became unknown, and how often it was looked up since.
  var unknownSince = Timestamp.zero
  var lookups: Int64 = 0
  var reason: OrderReason
  /// Whether a flatten came while this increase was under way: what it still opens is closed at once.
  var isUnwanted = false

  static let none = OpenOrder(
    number: 0, instrument: InstrumentID(0), units: 1, isReduction: false, state: .requested,
    reason: .manual)
}

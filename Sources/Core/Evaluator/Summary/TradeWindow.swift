public import Market

/// The trades of the last thirty days and their summary, kept while time goes on.
///
/// A trade counts when it began at or after `now` − 30 days and ended by `now`. An appended trade costs one
/// step. One that leaves costs a walk over the rest, because a sum of doubles can not be taken back to
/// the same bits; that happens once a trade. So the summary always equals, bit by bit, the one that
/// `Summary(of:from:to:)` computes from all trades.
///
/// Source: trading-system.md, section 5.1; design.md, section 10 (at most 4,096 trades).
public struct TradeWindow: Sendable {
  /// The most trades kept. Of more the summary is missing, until the ones forgotten would have left.
  public static let mostTrades = 4_096
  public static let defaultNanoseconds = 30 * 86_400 * nanosecondsPerSecond

  /// The length of the window, in ns.
  public let nanoseconds: Int64
  /// The time that the summary is for.
  public private(set) var now: Timestamp
  /// When the newest trade began that was forgotten for want of room; nil: none was.
  public private(set) var forgottenEntryAt: Timestamp?
  private var ring = TradeRing()
  /// The first trades of the ring that ended by `now`.
  private var counted = 0
  private var fold = SummaryFold()

  /// - Parameter nanoseconds: Above 0.
  public init(at now: Timestamp, nanoseconds: Int64 = TradeWindow.defaultNanoseconds) {
    precondition(nanoseconds > 0, "a window has a length")
    self.now = now
    self.nanoseconds = nanoseconds
  }

  /// The window of an archive, or of a promoted run.
  ///
  /// - Parameters:
  ///   - trades: As `trades` gives them.
  ///   - forgottenEntryAt: As it was.
  /// - Returns: nil when the trades are not in order.
  public init?(
    at now: Timestamp, trades: some Sequence<StrictTrade>, forgottenEntryAt: Timestamp? = nil,
    nanoseconds: Int64 = TradeWindow.defaultNanoseconds
  ) {
    self.init(at: now, nanoseconds: nanoseconds)
    self.forgottenEntryAt = forgottenEntryAt
    for trade in trades {
      guard record(trade) else { return nil }
    }
  }

  /// The trades that still may count, oldest first.
  public var trades: [StrictTrade] { (0..<ring.count).map { ring[$0] } }

  /// The first instant of the window.
  public var start: Timestamp { now.adding(nanoseconds: -nanoseconds) }

  /// Whether more trades began within the window than are kept.
  public var hasTooMany: Bool { forgottenEntryAt.map { $0 >= start } ?? false }

  /// nil when there were too many trades.
  public var summary: Summary? { hasTooMany ? nil : fold.summary }

  /// Takes in a trade, which may end later than `now`.
  ///
  /// - Returns: false, and changes nothing, for a trade that ends before it begins, that begins or ends
  ///   before the newest that is kept, or whose profit is not finite.
  public mutating func record(_ trade: StrictTrade) -> Bool {
    guard trade.entryAt <= trade.exitAt, trade.profitFraction.isFinite else { return false }
    if ring.count > 0 {
      let newest = ring[ring.count - 1]
      guard trade.entryAt >= newest.entryAt, trade.exitAt >= newest.exitAt else { return false }
    }
    guard trade.entryAt >= start else { return true }
    if ring.count == Self.mostTrades {
      forgottenEntryAt = ring[0].entryAt
      removeFirst()
      refold()
    }
    ring.append(trade)
    countEnded()
    return true
  }

  /// Moves on to a later time; an earlier one changes nothing.
  public mutating func advance(to later: Timestamp) {
    guard later > now else { return }
    now = later
    var hasLost = false
    while ring.count > 0, ring[0].entryAt < start {
      removeFirst()
      hasLost = true
    }
    if hasLost { refold() }
    countEnded()
  }

  private mutating func removeFirst() {
    ring.removeFirst()
    counted = max(0, counted - 1)
  }

  private mutating func refold() {
    fold = SummaryFold()
    for position in 0..<counted { fold.add(ring[position].profitFraction) }
  }

  private mutating func countEnded() {
    while counted < ring.count, ring[counted].exitAt <= now {
      fold.add(ring[counted].profitFraction)
      counted += 1
    }
  }
}

extension TradeWindow: Equatable {
  /// Equal trades at an equal time; where they lie does not matter.
  public static func == (left: TradeWindow, right: TradeWindow) -> Bool {
    left.now == right.now && left.nanoseconds == right.nanoseconds
      && left.forgottenEntryAt == right.forgottenEntryAt && left.trades == right.trades
  }
}

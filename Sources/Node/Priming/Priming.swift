package import Feeds
import Market

/// Candles of before a run, which fill its windows and decide nothing.
///
/// They enter at the time of the first row that the run takes, with stamps of their own, so no timer fires for
/// them and nothing is armed. Source: trading-system.md, section 4.4.
package enum Priming: Sendable {
  /// All candles of these files, or their ticks folded into candles.
  case files([FeedFile])
  /// The last days in front of a window of the files that the run itself reads.
  case past(of: [FeedFile], days: Int64)
  /// The last days of the synthetic market in front of the window that the run takes.
  case synthetic(SyntheticMarket, days: Int64)
  /// The candles that another journal holds.
  case journal(PrimingJournal)

  /// Its sources, in the order in which items name them.
  var origins: [FeedOrigin] {
    switch self {
    case .files(let files), .past(let files, _): files.map(\.origin)
    case .synthetic(let market, _): market.origins
    case .journal(let journal): journal.origins
    }
  }

  private var days: Int64? {
    switch self {
    case .past(_, let days), .synthetic(_, let days): days
    case .files, .journal: nil
    }
  }

  /// Opens it, once the first row of the run is known.
  ///
  /// - Parameters:
  ///   - first: The first row that the run takes.
  ///   - startAfter: By source, the last place that the journal holds already.
  ///   - offset: The number that the first source's items carry.
  func open(
    before first: FeedItem, startAfter: [Int64], offset: Int, settings: Settings,
    tally: PrimingTally
  ) -> any PastCandles {
    let span = PrimingSpan(before: first, days: days, barSeconds: settings.barSeconds)
    let end = days == nil ? nil : first.time
    switch self {
    case .files(let files), .past(let files, _):
      guard files.first?.candles == nil else {
        return PastCandleFiles(
          TickFeed(files, startAfter: startAfter, from: nil, to: end), span, offset: offset,
          tally: tally)
      }
      return FoldedTicks(
        TickFeed(files, startAfter: files.map { _ in 0 }, from: span.begin, to: end),
        of: files.map(\.instrument), span, startAfter: startAfter, offset: offset, tally: tally)
    case .synthetic(let market, _):
      return FoldedTicks(
        SyntheticFeed(
          market, startAfter: market.origins.map { _ in 0 }, from: span.begin, to: end),
        of: market.origins.map(\.instrument), span, startAfter: startAfter, offset: offset,
        tally: tally)
    case .journal(let journal):
      return PastJournal(journal, span, startAfter: startAfter, offset: offset, tally: tally)
    }
  }
}

/// Gives candles of before a run, marked and timed as priming; nil at the end.
protocol PastCandles: AnyObject {
  func next() throws(FeedError) -> FeedItem?
}

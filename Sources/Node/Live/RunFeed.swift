package import Feeds

/// What a run receives.
package enum RunFeed: Sendable {
  case files([FeedFile])
  case synthetic(SyntheticMarket)

  /// Its sources, in the order in which items name them.
  var origins: [FeedOrigin] {
    switch self {
    case .files(let files): files.map(\.origin)
    case .synthetic(let market): market.origins
    }
  }
}

extension RunRequest {
  /// The thread that reads the feed, and what primes it, into an inbox.
  ///
  /// - Parameter plan: What the journal holds already of each source.
  func reader(_ plan: FeedPlan, tally: PrimingTally, into inbox: Inbox) -> FeedThread {
    let window = (from: from, to: to)
    let commands = commands
    let rows = plan.sources.filter { !$0.isPriming }.map(\.position)
    let index = plan.sources.count
    let line = plan.commands?.position ?? 0
    let past = past(plan, tally)
    switch feed {
    case .files(let files):
      return FeedThread(pace: pace, into: inbox) {
        CommandedFeed(
          PrimedFeed(
            TickFeed(files, startAfter: rows, from: window.from, to: window.to), behind: past),
          commands, index: index, startAfter: line, from: window.from, to: window.to)
      }
    case .synthetic(let market):
      return FeedThread(pace: pace, into: inbox) {
        CommandedFeed(
          PrimedFeed(
            SyntheticFeed(market, startAfter: rows, from: window.from, to: window.to),
            behind: past),
          commands, index: index, startAfter: line, from: window.from, to: window.to)
      }
    }
  }

  /// What opens the candles of before the run; nil where none are to be taken.
  private func past(_ plan: FeedPlan, _ tally: PrimingTally) -> PrimedFeed<TickFeed>.Open? {
    guard let priming, plan.primes else { return nil }
    let places = plan.sources.filter(\.isPriming).map(\.position)
    let offset = plan.sources.count - places.count
    let settings = settings
    return { first in
      priming.open(
        before: first, startAfter: places, offset: offset, settings: settings, tally: tally)
    }
  }
}

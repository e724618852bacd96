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
  /// The thread that reads the feed into an inbox.
  ///
  /// - Parameter startAfter: By source, the last row already taken.
  func reader(startAfter: [Int64], into inbox: Inbox) -> FeedThread {
    let window = (from: from, to: to)
    switch feed {
    case .files(let files):
      return FeedThread(pace: pace, into: inbox) {
        TickFeed(files, startAfter: startAfter, from: window.from, to: window.to)
      }
    case .synthetic(let market):
      return FeedThread(pace: pace, into: inbox) {
        SyntheticFeed(market, startAfter: startAfter, from: window.from, to: window.to)
      }
    }
  }
}

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
  /// - Parameter startAfter: By source, the last row already taken; the last of them is that of the commands,
  ///   where there are some.
  func reader(startAfter: [Int64], into inbox: Inbox) -> FeedThread {
    let window = (from: from, to: to)
    let commands = commands
    let rows = commands == nil ? startAfter : Array(startAfter.dropLast())
    let line = commands == nil ? 0 : startAfter.last ?? 0
    switch feed {
    case .files(let files):
      return FeedThread(pace: pace, into: inbox) {
        CommandedFeed(
          TickFeed(files, startAfter: rows, from: window.from, to: window.to), commands,
          index: rows.count, startAfter: line, from: window.from, to: window.to)
      }
    case .synthetic(let market):
      return FeedThread(pace: pace, into: inbox) {
        CommandedFeed(
          SyntheticFeed(market, startAfter: rows, from: window.from, to: window.to), commands,
          index: rows.count, startAfter: line, from: window.from, to: window.to)
      }
    }
  }
}

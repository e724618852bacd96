import Feeds

extension JournalHistory {
  /// What is synthetic of what the journal holds: each title once, in the order of the sources.
  package var synthetic: [String] { Self.titles(feeds.map { ($0.path, $0.size) }) }

  /// The same when a run has added its own, which may have new titles for known sources.
  func synthetic(with plan: FeedPlan) -> [String] {
    let others = feeds.filter { feed in !plan.sources.contains { $0.number == feed.source } }
    return Self.titles(
      others.map { ($0.path, $0.size) } + plan.sources.map { ($0.file.path, $0.file.size) })
  }

  private static func titles(_ sources: [(path: String, size: Int64)]) -> [String] {
    var titles: [String] = []
    for source in sources
    where SyntheticMarket.isOrigin(path: source.path, size: source.size)
      && !titles.contains(source.path)
    {
      titles.append(source.path)
    }
    return titles
  }
}

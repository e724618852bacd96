package import Events

extension StopReason {
  /// Why an opening of a journal ended, as people say it behind a colon.
  package var words: String {
    switch self {
    case .endOfFeed: "all rows were taken"
    case .signal: "a signal stopped it"
    case .sealed: "the journal was sealed, and goes on in a child"
    case .refused: "its feed could not be read any further"
    }
  }
}

/// Says of whatever is shown that it comes from no real market.
enum SyntheticText {
  /// The first line of a report.
  ///
  /// - Parameter titles: What is synthetic; nil is returned if nothing is.
  static func line(_ titles: [String]) -> String? {
    guard !titles.isEmpty else { return nil }
    return
      "SYNTHETIC: quotes of the \(titles.joined(separator: " and the ")), made by a generator. "
      + "What is earned on them says nothing."
  }
}

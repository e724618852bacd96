extension Range<Int> {
  /// Whether nodes, each padded to an even size, fill this part of a tree page without overlap or gap.
  func isFilled(by nodes: [Range<Int>]) -> Bool {
    var end = lowerBound
    for node in nodes.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      guard node.lowerBound == end else { return false }
      end = node.upperBound + node.count % 2
    }
    return end == upperBound
  }
}

package import Events

/// The state that a snapshot keeps, before it has a place in a journal.
package struct SnapshotState: Sendable {
  /// Version of the rules that the reducers follow.
  package let rules: Int64
  package let sections: [SnapshotSection]
  /// Names of the reducers that did not fit: they will be restored from the events.
  package let leftOut: [String]

  /// - Parameters:
  ///   - shared: What no restore can do without.
  ///   - reducers: Sections that can also be had from the events; the largest are left out until the
  ///     rest fits into 4 MiB.
  ///   - most: The most bytes of a reducer's section, by its name; one that is larger is left out.
  /// - Returns: Nil when the shared sections alone do not fit.
  package init?(
    rules: Int64, shared: [SnapshotSection], reducers: [SnapshotSection],
    most: (String) -> Int = { _ in .max }
  ) {
    var kept = reducers.filter { $0.bytes.count <= most($0.name) }
    var leftOut = reducers.filter { $0.bytes.count > most($0.name) }.map(\.name)
    while SnapshotRecord.size(of: shared + kept) > SnapshotRecord.mostBytes {
      guard
        let largest = kept.indices.max(by: { kept[$0].bytes.count < kept[$1].bytes.count })
      else { return nil }
      leftOut.append(kept.remove(at: largest).name)
    }
    self.rules = rules
    self.sections = shared + kept
    self.leftOut = leftOut
  }
}

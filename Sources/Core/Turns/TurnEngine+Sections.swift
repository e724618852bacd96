public import Events

/// Reducers whose state can be kept in a snapshot.
public protocol KeptReducers: ReducerSet {
  func section(of actor: ActorName) -> SnapshotSection
}

/// The sections of a snapshot that no actor owns.
public enum SharedSection {
  /// Where the journal stands: `JournalPosition`.
  public static let position = "position"
  /// Which timers are armed: `TimerTable`.
  public static let timers = "timers"
  /// Raised by hand when the bytes of either or their meaning change.
  public static let version: UInt16 = 1

  public static var timersLayout: [String] { StateLayout.lines(of: TimerTable()) }
}

extension TurnEngine {
  /// Which timers are armed, as JSON, for people.
  public var timersText: String { StateText.json(of: timers) }
}

extension TurnEngine where Group: KeptReducers {
  /// All that the next turn depends on, between two turns: position, timers, and each actor.
  public func sections() -> [SnapshotSection] {
    [
      SnapshotSection(
        name: SharedSection.position, version: SharedSection.version, of: position),
      SnapshotSection(name: SharedSection.timers, version: SharedSection.version, of: timers),
    ] + ActorName.allCases.map { reducers.section(of: $0) }
  }
}

extension TurnEngine where Group == Reducers {
  /// Stands where a snapshot was taken.
  ///
  /// - Returns: The reducers that the sections do not hold in this program's version: those must be
  ///   restored from the events.
  /// - Throws: What is wrong with a section, or `truncated` when position or timers are missing. The
  ///   engine is then as it was.
  public mutating func adopt(_ sections: [SnapshotSection]) throws(CodecFault) -> [ActorName] {
    func section(_ name: String, _ version: UInt16) -> SnapshotSection? {
      sections.first { $0.name == name && $0.version == version }
    }
    guard let place = section(SharedSection.position, SharedSection.version),
      let armed = section(SharedSection.timers, SharedSection.version)
    else { throw .truncated }
    let position = try place.read(into: JournalPosition())
    let timers = try armed.read(into: TimerTable())
    var reducers = Reducers()
    var missing: [ActorName] = []
    for actor in ActorName.allCases {
      guard let kept = section(actor.name, Reducers.stateVersion(of: actor)) else {
        missing.append(actor)
        continue
      }
      try reducers.adopt(kept, as: actor)
    }
    self.position = position
    self.timers = timers
    self.reducers = reducers
    return missing
  }
}

public import Events
import Ingest
import Kernel
import Manifold

/// Rooms whose state can be kept in a snapshot.
public protocol KeptRooms: RoomSet {
  func section(of room: Room) -> SnapshotSection
}

/// The sections of a snapshot that no room owns.
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

extension TurnEngine where Rooms: KeptRooms {
  /// All that the next turn depends on, between two turns: position, timers, and each room.
  public func sections() -> [SnapshotSection] {
    [
      SnapshotSection(
        name: SharedSection.position, version: SharedSection.version, of: position),
      SnapshotSection(name: SharedSection.timers, version: SharedSection.version, of: timers),
    ] + Room.allCases.map { rooms.section(of: $0) }
  }
}

extension TurnEngine where Rooms == DirectRooms {
  /// Stands where a snapshot was taken.
  ///
  /// - Returns: The rooms that the sections do not hold in this program's version: those must be
  ///   restored from the events.
  /// - Throws: What is wrong with a section, or `truncated` when position or timers are missing. The
  ///   engine is then as it was.
  public mutating func adopt(_ sections: [SnapshotSection]) throws(CodecFault) -> [Room] {
    func section(_ name: String, _ version: UInt16) -> SnapshotSection? {
      sections.first { $0.name == name && $0.version == version }
    }
    guard let place = section(SharedSection.position, SharedSection.version),
      let armed = section(SharedSection.timers, SharedSection.version)
    else { throw .truncated }
    let position = try place.read(into: JournalPosition())
    let timers = try armed.read(into: TimerTable())
    var rooms = DirectRooms()
    var missing: [Room] = []
    for room in Room.allCases {
      guard let kept = section(room.name, DirectRooms.stateVersion(of: room)) else {
        missing.append(room)
        continue
      }
      try rooms.adopt(kept, as: room)
    }
    self.position = position
    self.timers = timers
    self.rooms = rooms
    return missing
  }
}

extension DirectRooms: KeptRooms {
  public static func stateVersion(of room: Room) -> UInt16 {
    switch room {
    case .tickIngest: IngestReducer.stateVersion
    case .kernel: KernelReducer.stateVersion
    case .manifold: ManifoldReducer.stateVersion
    }
  }

  public func section(of room: Room) -> SnapshotSection {
    let version = Self.stateVersion(of: room)
    return switch room {
    case .tickIngest: SnapshotSection(name: room.name, version: version, of: ingest)
    case .kernel: SnapshotSection(name: room.name, version: version, of: kernel)
    case .manifold: SnapshotSection(name: room.name, version: version, of: manifold)
    }
  }

  /// One room's state as JSON, for people.
  public func text(of room: Room) -> String {
    switch room {
    case .tickIngest: StateText.json(of: ingest)
    case .kernel: StateText.json(of: kernel)
    case .manifold: StateText.json(of: manifold)
    }
  }

  /// What a room's state is made of, a line a part.
  public static func layout(of room: Room) -> [String] {
    switch room {
    case .tickIngest: StateLayout.lines(of: IngestReducer())
    case .kernel: StateLayout.lines(of: KernelReducer())
    case .manifold: StateLayout.lines(of: ManifoldReducer())
    }
  }

  mutating func adopt(_ section: SnapshotSection, as room: Room) throws(CodecFault) {
    switch room {
    case .tickIngest: ingest = try section.read(into: IngestReducer())
    case .kernel: kernel = try section.read(into: KernelReducer())
    case .manifold: manifold = try section.read(into: ManifoldReducer())
    }
  }

  /// Takes one room from others.
  public mutating func take(_ room: Room, from other: DirectRooms) {
    switch room {
    case .tickIngest: ingest = other.ingest
    case .kernel: kernel = other.kernel
    case .manifold: manifold = other.manifold
    }
  }
}

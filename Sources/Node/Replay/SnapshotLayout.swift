import Events
import Turns

/// What the sections of a snapshot are made of, as `schemas/state/sections.txt` keeps it.
package enum SnapshotLayout {
  /// One block a section: its name and version, then a line a part.
  package static var text: String {
    var lines: [String] = []
    func add(_ name: String, _ version: UInt16, _ parts: [String]) {
      lines += ["\(name), version \(version)"] + parts
    }
    add(
      SharedSection.position, SharedSection.version, StateLayout.lines(of: JournalPosition()))
    add(SharedSection.timers, SharedSection.version, SharedSection.timersLayout)
    add(
      JournalHistory.sectionName, JournalHistory.sectionVersion,
      StateLayout.lines(of: JournalHistory()))
    for actor in ActorName.allCases {
      add(actor.name, Reducers.stateVersion(of: actor), Reducers.layout(of: actor))
    }
    return lines.joined(separator: "\n")
  }
}

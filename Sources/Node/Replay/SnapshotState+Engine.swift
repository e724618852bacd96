import Events
import Journal
import Turns

extension SnapshotState {
  /// What the rooms know and what the journal says of itself, between two turns.
  init?(of engine: borrowing TurnEngine<some KeptRooms>, _ account: JournalHistory) {
    let rooms = Room.allCases.map(\.name)
    let sections = engine.sections()
    self.init(
      rules: rulesVersion,
      shared: sections.filter { !rooms.contains($0.name) } + [account.section],
      rooms: sections.filter { rooms.contains($0.name) })
  }
}

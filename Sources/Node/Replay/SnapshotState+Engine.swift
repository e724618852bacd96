import Events
package import Journal
package import Turns

extension SnapshotState {
  /// What the reducers know and what the journal says of itself, between two turns.
  package init?(of engine: borrowing TurnEngine<some KeptReducers>, _ account: JournalHistory) {
    let reducers = ActorName.allCases.map(\.name)
    let bounds = Dictionary(
      uniqueKeysWithValues: ActorName.allCases.map { ($0.name, $0.mostStateBytes) })
    let sections = engine.sections()
    self.init(
      rules: rulesVersion,
      shared: sections.filter { !reducers.contains($0.name) } + [account.section],
      reducers: sections.filter { reducers.contains($0.name) }, most: { bounds[$0] ?? .max })
  }
}

package import Foundation

/// The table of actors, as `schemas/actors.json` states it: order, timers, the bound of each state.
package struct ActorTable: Decodable, Sendable {
  package let actors: [ActorRow]

  package init(file: URL) throws {
    let data = try Data(contentsOf: file)
    do {
      self = try JSONDecoder().decode(ActorTable.self, from: data)
    } catch let error as DecodingError {
      throw SchemaProblem.unreadable("\(file.lastPathComponent): \(error)")
    }
    try check()
  }

  /// All timers by their stored numbers.
  package var timers: [(actor: ActorRow, timer: TimerRow)] {
    actors.flatMap { actor in actor.timers.map { (actor, $0) } }
      .sorted { $0.timer.number < $1.timer.number }
  }

  private func check() throws {
    func require(_ holds: Bool, _ problem: @autoclosure () -> String) throws {
      if !holds { throw SchemaProblem.wrong(problem()) }
    }
    try require((1...16).contains(actors.count), "there are 1 to 16 actors")
    try require(Set(actors.map(\.name)).count == actors.count, "an actor is named twice")
    try require(
      Set(actors.map(\.swift)).count == actors.count, "a Swift name of an actor is used twice")
    let timers = timers.map(\.timer)
    try require(
      timers.map(\.number) == Array(0..<timers.count), "timers are numbered from 0, without a gap")
    try require(Set(timers.map(\.name)).count == timers.count, "a timer is named twice")
    for actor in actors {
      try require(
        (1...4 << 20).contains(actor.stateBytes),
        "the state of \(actor.name) is bounded by 1 to 4,194,304 bytes")
      for timer in actor.timers {
        try require(
          !timer.begins.isEmpty, "no kind is named that a turn of \(timer.name) begins with")
      }
    }
  }
}

/// One actor. Its place in the table is its place in a turn.
package struct ActorRow: Decodable, Sendable {
  package let name: String
  /// The property that holds its reducer, and its enumeration case.
  package let swift: String
  package let module: String
  package let reducer: String
  package let meaning: String
  /// The most bytes of its section in a snapshot.
  package let stateBytes: Int
  package let timers: [TimerRow]

  private enum CodingKeys: String, CodingKey {
    case name, swift, module, reducer, meaning, timers
    case stateBytes = "state_bytes"
  }
}

/// One timer of an actor.
package struct TimerRow: Decodable, Sendable {
  package enum Scope: String, Decodable, Sendable { case instrument, node }

  package let name: String
  /// As snapshots store it; at one instant the lower number is first.
  package let number: Int
  /// Whether each instrument has one of its own.
  package let per: Scope
  /// The kinds a turn of it may begin with.
  package let begins: [String]
  package let meaning: String

  /// `candle-close` as a Swift name: `candleClose`.
  package var swiftName: String {
    let parts = name.split(separator: "-")
    return parts[0] + parts.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }
}

/// The Swift files made from the table of actors: their names and timers, the value of all reducers, and
/// the actors of a running node.
struct ActorFiles {
  let table: ActorTable
  let schemas: Schemas

  private func each(_ line: (ActorRow) -> String) -> String {
    table.actors.map { "    " + line($0) }.joined(separator: "\n")
  }

  private func eachTimer(_ line: (ActorRow, TimerRow) -> String) -> String {
    table.timers.map { "    " + line($0.actor, $0.timer) }.joined(separator: "\n")
  }

  /// Who receives quotes, in the order of a turn.
  private var quoteSubscribers: [ActorRow] {
    let tick = schemas.events.first { $0.name == "feed.tick-received" }
    return table.actors.filter { tick?.subscribers.contains($0.name) ?? false }
  }

  var names: String {
    """
    \(generatedNotice("schemas/actors.json"))
    import Market

    /// The actors, in the order in which their reducers apply one event.
    public enum ActorName: UInt8, Sendable, CaseIterable {
    \(table.actors.enumerated().map { "  /// \($1.meaning)\n  case \($1.swift) = \($0)" }.joined(separator: "\n"))

      /// As schemas and people name it.
      public var name: String {
        switch self {
    \(each { "case .\($0.swift): \"\($0.name)\"" })
        }
      }

      /// The most bytes of its section in a snapshot.
      public var mostStateBytes: Int {
        switch self {
    \(each { "case .\($0.swift): \($0.stateBytes)" })
        }
      }
    }

    /// The timers, each of one actor. At one instant the lower number is first.
    public enum TimerName: UInt8, Sendable, CaseIterable {
    \(table.timers.map { "  /// Due \($0.timer.meaning).\n  case \($0.timer.swiftName) = \($0.timer.number)" }.joined(separator: "\n"))

      /// As schemas and people name it.
      public var name: String {
        switch self {
    \(eachTimer { "case .\($1.swiftName): \"\($1.name)\"" })
        }
      }

      public var actor: ActorName {
        switch self {
    \(eachTimer { "case .\($1.swiftName): .\($0.swift)" })
        }
      }

      /// Whether each instrument has one of its own; else it is armed for instrument 0.
      public var isPerInstrument: Bool {
        switch self {
    \(eachTimer { "case .\($1.swiftName): \($1.per == .instrument)" })
        }
      }

      /// Whether a turn of it may begin with a kind.
      public func begins(with kind: EventKind) -> Bool {
        switch self {
    \(eachTimer { "case .\($1.swiftName): \(kinds($1))" })
        }
      }
    }

    """
  }

  private func kinds(_ timer: TimerRow) -> String {
    schemas.events.filter { timer.begins.contains($0.name) }
      .map { "kind == .\($0.caseName)" }.joined(separator: " || ")
  }

  var reducers: String {
    """
    \(generatedNotice("schemas/actors.json and schemas/events"))
    public import Events
    \(table.actors.map { "public import \($0.module)" }.sorted().joined(separator: "\n"))
    public import Market

    /// The reducers of a node as plain values: the one definition, live and in replay.
    public struct Reducers: ReducerSet {
    \(table.actors.map { "  public var \($0.swift) = \($0.reducer)()" }.joined(separator: "\n"))

      public init() {}

      public mutating func apply(
        _ actor: ActorName, _ event: borrowing Event, into outbox: inout Outbox
      ) {
        switch actor {
    \(each { "case .\($0.swift): \($0.swift).apply(event, into: &outbox)" })
        }
      }

      /// Gives a quote to the subscribers of feed.tick-received, in the order of a turn, until one emits.
      @inline(__always)
      public mutating func apply(
        quote: Quote, into outbox: inout Outbox
      ) -> ActorName? {
    \(quoteSubscribers.map { "    \($0.swift).apply(quote: quote, into: &outbox)\n    if outbox.hasEmitted { return .\($0.swift) }" }.joined(separator: "\n"))
        return nil
      }

      public func wake(
        _ timer: TimerName, _ instrument: InstrumentID, at: Timestamp, into outbox: inout Outbox
      ) {
        switch timer.actor {
    \(each { "case .\($0.swift): \($0.swift).wake(timer, instrument, at: at, into: &outbox)" })
        }
      }
    }

    extension Reducers: KeptReducers {
      public static func stateVersion(of actor: ActorName) -> UInt16 {
        switch actor {
    \(each { "case .\($0.swift): \($0.reducer).stateVersion" })
        }
      }

      public func section(of actor: ActorName) -> SnapshotSection {
        let version = Self.stateVersion(of: actor)
        return switch actor {
    \(each { "case .\($0.swift): SnapshotSection(name: actor.name, version: version, of: \($0.swift))" })
        }
      }

      /// One actor's state as JSON, for people.
      public func text(of actor: ActorName) -> String {
        switch actor {
    \(each { "case .\($0.swift): StateText.json(of: \($0.swift))" })
        }
      }

      /// What an actor's state is made of, a line a part.
      public static func layout(of actor: ActorName) -> [String] {
        switch actor {
    \(each { "case .\($0.swift): StateLayout.lines(of: \($0.reducer)())" })
        }
      }

      mutating func adopt(_ section: SnapshotSection, as actor: ActorName) throws(CodecFault) {
        switch actor {
    \(each { "case .\($0.swift): \($0.swift) = try section.read(into: \($0.reducer)())" })
        }
      }

      /// Takes one reducer from others.
      public mutating func take(_ actor: ActorName, from other: Reducers) {
        switch actor {
    \(each { "case .\($0.swift): \($0.swift) = other.\($0.swift)" })
        }
      }
    }

    """
  }

  var liveActors: String {
    """
    \(generatedNotice("schemas/actors.json"))
    \(table.actors.map { "package import \($0.module)" }.sorted().joined(separator: "\n"))
    package import Turns

    \(table.actors.map { "/// \($0.meaning) `\($0.reducer)` decides; `Sequencer` orders.\npackage typealias \(actorType($0)) = ReducerActor<\($0.reducer)>" }.joined(separator: "\n"))

    /// The actors of a running node. Each owns its reducer between batches and lends it for one.
    package struct LiveActors: Sendable {
    \(table.actors.map { "  package let \($0.swift): \(actorType($0))" }.joined(separator: "\n"))

      /// Gives each reducer to an actor of its own.
      package init(_ reducers: Reducers, on executor: TurnExecutor) {
    \(each { "\($0.swift) = ReducerActor(reducers.\($0.swift), on: executor)" })
      }

      /// Takes all reducers out of their actors. Only on the turn thread.
      func lend(into reducers: inout Reducers) {
    \(each { "reducers.\($0.swift) = \($0.swift).assumeIsolated { $0.lend() }" })
      }

      /// Gives all reducers back to their actors.
      func takeBack(_ reducers: inout Reducers) {
        let back = exchange(&reducers, with: Reducers())
    \(each { "\($0.swift).assumeIsolated { $0.takeBack(back.\($0.swift)) }" })
      }
    }

    """
  }

  private func actorType(_ row: ActorRow) -> String {
    row.name.hasSuffix("Actor") ? row.name : row.name + "Actor"
  }
}

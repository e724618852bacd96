import Configuration
package import Events
package import Feeds
import Market
import Turns

/// Runs files through the reducers in memory, under the standard settings; nothing is kept.
package enum FileRun {
  /// What was refused on the way.
  package struct Refusals: Equatable, Sendable {
    /// Rows that were none, and ticks and candles that TickIngest refused.
    package var count: Int64 = 0
  }

  /// The frames of the turns that one input came to.
  private struct Turns: TurnSink {
    var frames: [[UInt8]] = []

    mutating func take(_ turn: borrowing TurnRecord) { frames.append([UInt8](turn.frames.bytes)) }
  }

  /// Calls `body` with every event in order until it returns false.
  ///
  /// - Parameter files: What `TickFeed.discover` returned.
  /// - Throws: `FeedError`, `RunError`, or what `body` throws.
  package static func forEachEvent(
    of files: [FeedFile],
    _ body: (_ event: EventBody, _ arena: borrowing ByteBuffer) throws -> Bool
  ) throws -> Refusals {
    let settings = Settings(reading: FeedContent(of: files))
    let plan = try FeedPlan(files.map(\.origin), after: JournalHistory(), under: settings)
    var engine = TurnEngine(Reducers())
    var turns = Turns()
    var arena = ByteBuffer()
    var refusals = Refusals()

    func apply(_ input: Input) throws -> Bool {
      turns.frames.removeAll(keepingCapacity: true)
      try engine.run(input, into: &turns)
      for turn in turns.frames {
        let goesOn = try turn.withUnsafeBytes { bytes in
          var reader = TurnReader(bytes)
          var frames: [Frame] = []
          while try reader.nextTurn(into: &frames) {
            for frame in frames {
              arena.removeAll()
              let event = try frame.body(in: bytes, arena: &arena)
              if event.kind.isRefusal || event.kind == .rowRejected { refusals.count += 1 }
              guard try body(event, arena) else { return false }
            }
          }
          return true
        }
        guard goesOn else { return false }
      }
      return true
    }

    for input in openings(of: plan, under: settings) {
      guard try apply(input) else { return refusals }
    }
    var feed = TickFeed(
      files, startAfter: files.map { _ in 0 }, from: nil, to: nil)
    while let item = try feed.next() {
      let source = plan.sources[item.file]
      let input = item.input(
        from: source.number, of: source.instrument, after: engine.position.at)
      guard try apply(input) else { break }
    }
    return refusals
  }

  /// The facts of the node that actors receive before a feed.
  private static func openings(of plan: FeedPlan, under settings: Settings) -> [Input] {
    let opening = Opening(settings: settings, trading: .standard)
    var inputs = [
      Input(time: .zero, occurredAt: .zero, source: 0, position: 0, opening.started),
      Input(time: .zero, occurredAt: .zero, source: 0, position: 0, opening.configuration),
    ]
    for (number, instrument) in plan.newInstruments.enumerated() {
      inputs.append(
        Input(
          time: .zero, occurredAt: .zero, source: 0, position: 0,
          Opening.listing(instrument, as: number)))
    }
    return inputs
  }
}

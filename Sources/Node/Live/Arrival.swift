package import Events
package import Market

/// An input from outside the files, in its lane.
package struct Arrival: Sendable {
  package let lane: Lane
  /// Its `time` is not used: it is taken at the time of the turn that takes it.
  package private(set) var input: Input
  /// Millionths that one step of the last digit of its instrument is; quotes only.
  private let point: Int64
  /// How many rows wait in front of it.
  var rowsBefore = 0

  /// - Parameters:
  ///   - lane: Any but `rows`, which are not brought one by one, and `quotes`.
  ///   - body: Of a kind that may come from outside.
  package init(
    _ lane: Lane, occurredAt: Timestamp, source: UInt16 = 0, position: Int64 = 0,
    principal: UInt16 = 0, _ body: (inout ByteBuffer) -> EventBody
  ) {
    precondition(lane != .rows && lane != .quotes, "\(lane) are not brought this way")
    var input = Input(
      time: occurredAt, occurredAt: occurredAt, source: source, position: position, body)
    input.principal = principal
    self.init(lane, input, point: 1)
  }

  /// A quote of a live stream.
  ///
  /// - Parameter digits: Of the instrument's prices, 1 to 6.
  package init(
    quote: TickReceived, occurredAt: Timestamp, source: UInt16, position: Int64, digits: Int
  ) {
    var point: Int64 = 1
    for _ in max(0, digits)..<6 { point *= 10 }
    self.init(
      .quotes,
      Input(
        time: occurredAt, occurredAt: occurredAt, source: source, position: position,
        body: .tickReceived(quote)), point: point)
  }

  private init(_ lane: Lane, _ input: Input, point: Int64) {
    precondition(input.body.kind.mayBeInput, "\(input.body.kind) does not come from outside")
    self.lane = lane
    self.input = input
    self.point = point
  }

  /// What it may be merged with or replaced by; nil where it stands for itself.
  struct Key: Hashable {
    let lane: Lane
    let kind: EventKind
    let source: UInt16
    let instrument: UInt16
  }

  var key: Key? {
    switch lane.policy {
    case .wait: return nil
    case .replace:
      return Key(lane: lane, kind: input.body.kind, source: input.source, instrument: 0)
    case .merge:
      guard case .tickReceived(let tick) = input.body else { return nil }
      return Key(
        lane: lane, kind: .tickReceived, source: input.source, instrument: tick.instrument.number)
    }
  }

  /// Takes a newer quote in: the newest bid and ask; first, lowest and highest mid; how many they were.
  ///
  /// - Returns: False, and nothing changed, where one of them would be refused: a refusal is recorded.
  mutating func merge(_ newer: Arrival) -> Bool {
    guard input.occurredAt <= newer.input.occurredAt, let before = sound, let after = newer.sound
    else { return false }
    var tick = after
    tick.firstMid = before.firstMid ?? before.mid
    tick.lowMid = [before.lowMid ?? before.mid, after.lowMid ?? after.mid].compactMap { $0 }.min()
    tick.highMid = [before.highMid ?? before.mid, after.highMid ?? after.mid].compactMap { $0 }
      .max()
    tick.merged = (before.merged ?? 1) + (after.merged ?? 1)
    input.occurredAt = newer.input.occurredAt
    input.position = newer.input.position
    input.body = .tickReceived(tick)
    return true
  }

  /// The quote, if it is one that TickIngest takes by its prices.
  private var sound: TickReceived? {
    guard case .tickReceived(let tick) = input.body, tick.fromCandle == nil,
      let bid = tick.bid?.micros, let ask = tick.ask?.micros, bid > 0, ask >= bid,
      ask < 1 << 50, bid % point == 0, ask % point == 0
    else { return nil }
    return tick
  }

  /// Takes the place of an older one of its kind and source.
  mutating func replace(by newer: Arrival) { input = newer.input }

  /// As a turn begins with it.
  func input(at time: Timestamp) -> Input {
    var input = input
    input.time = time
    return input
  }
}

extension TickReceived {
  fileprivate var mid: Price? {
    guard let bid, let ask else { return nil }
    return Price(micros: (bid.micros + ask.micros) / 2)
  }
}

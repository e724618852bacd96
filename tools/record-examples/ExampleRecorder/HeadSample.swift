import Events
import Market

/// What the frame of an example says besides its payload.
enum HeadSample {
  /// An input 37 ms after it happened; a word said because of two facts.
  case everyday
  /// All zero; a timer's word.
  case smallest
  case largest
  /// An input stamped 2 s ahead of us; a timer's word because of one fact.
  case early

  func head(for kind: EventKind) -> FrameHead {
    guard kind.writer == nil else { return derived(kind) }
    let at: Timestamp
    var input = Input(
      time: .zero, occurredAt: .zero, source: 0, position: 0, principal: 0,
      body: .runStopped(RunStopped(opening: 0, reason: .signal, wallClock: .zero)))
    switch self {
    case .smallest: at = .zero
    case .everyday, .early:
      at = Timestamp(nanoseconds: 1_398_938_400_123_456_789)
      input.occurredAt = at.adding(nanoseconds: self == .early ? 2_000_000_000 : -37_000_000)
      input.source = 1
      input.position = 12_345
    case .largest:
      at = Timestamp.limit.adding(nanoseconds: -1)
      input.source = .max
      input.position = .max
      input.principal = .max
    }
    return FrameHead(
      minor: kind.version.minor, isNode: kind.isNode, atDelta: atDelta, at: at, input: input)
  }

  private func derived(_ kind: EventKind) -> FrameHead {
    let causeDistance: UInt32 =
      switch self {
      case .everyday: 1
      case .smallest, .early: 0
      case .largest: 65_535
      }
    return FrameHead(
      minor: kind.version.minor, isFirst: causeDistance == 0, isNode: kind.isNode,
      atDelta: atDelta, causeDistance: causeDistance)
  }

  private var atDelta: Int64 {
    switch self {
    case .everyday: 250_000_000
    case .smallest: 0
    case .largest: Timestamp.limit.nanoseconds - 1
    case .early: 2_000_000_000
    }
  }

  func because(for kind: EventKind) -> Because {
    var facts = Because()
    guard kind.writer != nil else { return facts }
    switch self {
    case .everyday:
      facts.add(1)
      facts.add(300)
    case .smallest: break
    case .largest: for _ in 0..<8 { facts.add(.max) }
    case .early: facts.add(7)
    }
    return facts
  }

  /// What a reader must find in the frame, by the names of the format page.
  func expected(for kind: EventKind) -> [(name: String, text: String)] {
    let head = head(for: kind)
    let facts = because(for: kind)
    let isInput = kind.writer == nil
    let isFirst = isInput || head.causeDistance == 0
    return [
      ("input", "\(isInput)"), ("first", "\(isFirst)"), ("node", "\(kind.isNode)"),
      ("at", "\(isFirst ? head.atDelta : 0)"), ("cause", "\(head.causeDistance)"),
      ("because", (0..<facts.count).map { "\(facts[$0])" }.joined(separator: " ")),
      ("occurred", "\(head.occurredLag)"), ("source", "\(head.source)"),
      ("position", "\(head.position)"), ("principal", "\(head.principal)"),
    ]
  }
}

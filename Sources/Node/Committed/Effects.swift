package import Events
package import Market

/// One thing to be done outside because of a durable event.
package struct Effect: Sendable {
  package let kind: EventKind
  package let sequence: UInt64
  package let at: Timestamp
  /// What its outcomes name too: the number of the order.
  package let key: Int64
  package let body: EventBody
  /// Where the handles of its body point.
  private let arena: [UInt8]

  init?(_ event: Event, arena: borrowing ByteBuffer) {
    guard let key = event.body.effectKey(arena: arena) else { return nil }
    kind = event.body.kind
    sequence = event.sequence
    at = event.at
    self.key = key
    body = event.body
    self.arena = [UInt8](arena.bytes)
  }

  package func sideBuffer() -> ByteBuffer {
    var buffer = ByteBuffer(capacity: arena.count)
    buffer.append(arena)
    return buffer
  }
}

/// Does the effects of one kind.
package protocol EffectHandler: AnyObject {
  /// A kind with an effect, as its schema says.
  var kind: EventKind { get }

  /// The last event up to which nothing is left to do: what was repeated is done, what is asked for has
  /// its outcome.
  var watermark: UInt64 { get }

  /// Does it, for the first time or, where the kind says `repeat`, perhaps once more.
  func perform(_ effect: Effect) throws

  /// Finds out what became of one that may have been done before this process began. Only where the kind
  /// says `ask`; it must never do it.
  func lookUp(_ effect: Effect) throws
}

/// Hands durable effects to those who do them.
///
///     repeat ── durable, behind the watermark ─────────────────▶ performed
///     ask    ── durable in this run, no outcome in its turn ───▶ performed
///     ask    ── from before this run, no outcome recorded ─────▶ looked up
///
/// Answers come back as inputs; nothing here changes what the node decides.
package final class Effects: CommitReceiver {
  package private(set) var watermark: UInt64
  private let handlers: [EventKind: any EffectHandler]
  /// What is asked for and has no recorded outcome, oldest first: as many as orders are on their way.
  private var unsettled: [Effect] = []
  private var isPast = true
  private var arena = ByteBuffer()

  package init(_ handlers: [any EffectHandler]) {
    for handler in handlers {
      precondition(handler.kind.effect != nil, "\(handler.kind) has no effect")
    }
    self.handlers = Dictionary(uniqueKeysWithValues: handlers.map { ($0.kind, $0) })
    watermark = handlers.map(\.watermark).min() ?? 0
  }

  /// The last event up to which all that was asked for has a recorded outcome.
  package var settledThrough: UInt64 { unsettled.first.map { $0.sequence - 1 } ?? watermark }

  package func receive(_ turn: CommittedTurn) throws {
    if !turn.isFromBefore { try lookUpUnknown() }
    var due: [Effect] = []
    for offset in 0..<turn.count {
      guard let kind = turn.kind(offset) else { continue }
      if let asked = kind.settles, handlers[asked] != nil {
        settle(asked, try effect(offset, of: turn)?.key, &due)
      }
      if handlers[kind] != nil, let effect = try effect(offset, of: turn) { due.append(effect) }
    }
    for effect in due { try take(effect, isFromBefore: turn.isFromBefore) }
    watermark = turn.lastSequence
  }

  package func caughtUp() throws { try lookUpUnknown() }

  private func take(_ effect: Effect, isFromBefore: Bool) throws {
    guard let handler = handlers[effect.kind] else { return }
    switch effect.kind.effect {
    case .repeat:
      if effect.sequence > handler.watermark { try handler.perform(effect) }
    case .ask:
      unsettled.append(effect)
      if !isFromBefore { try handler.perform(effect) }
    case nil: break
    }
  }

  private func settle(_ kind: EventKind, _ key: Int64?, _ due: inout [Effect]) {
    unsettled.removeAll { $0.kind == kind && $0.key == key }
    due.removeAll { $0.kind == kind && $0.key == key }
  }

  /// What came from before and has no outcome may have been done: it is never done again.
  private func lookUpUnknown() throws {
    guard isPast else { return }
    isPast = false
    for effect in unsettled { try handlers[effect.kind]?.lookUp(effect) }
  }

  /// Reads an event by its number alone, with the texts it has.
  private func effect(_ offset: Int, of turn: CommittedTurn) throws -> Effect? {
    arena.removeAll()
    return Effect(try turn.event(offset, arena: &arena), arena: arena)
  }
}

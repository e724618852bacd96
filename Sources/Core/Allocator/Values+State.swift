import Evaluator
import Events
import Market
import Strategy

extension StateArchive where Self: ~Copyable {
  /// A double, bit by bit.
  mutating func real(_ name: StaticString, _ value: inout Double) {
    var places = value.bitPattern
    bits(name, &places)
    value = Double(bitPattern: places)
  }

  /// A side that may be none: −1 short, 0 flat, 1 long.
  mutating func stance(_ name: StaticString, _ value: inout Stance) {
    var sign = Int64(value.rawValue)
    number(name, &sign, in: -1...1)
    value = sign > 0 ? .long : sign < 0 ? .short : .flat
  }
}

extension MetricSnapshot {
  static let none = MetricSnapshot(
    asOf: .zero, isReady: false, coherence: nil as Double?, stability: nil, rupture: nil,
    entropy: nil, hazard: nil)

  mutating func archive<Archive: StateArchive & ~Copyable>(into archive: inout Archive) {
    archive.time("as_of", &asOf)
    archive.flag("is_ready", &isReady)
    archive.optional("coherence", &coherence, of: 0) { $1.real("value", &$0) }
    archive.optional("stability", &stability, of: 0) { $1.real("value", &$0) }
    archive.optional("rupture", &rupture, of: 0) { $1.real("value", &$0) }
    archive.optional("entropy", &entropy, of: 0) { $1.real("value", &$0) }
    archive.optional("hazard", &hazard, of: 0) { $1.real("value", &$0) }
  }
}

extension EntryHistory {
  mutating func archive<Archive: StateArchive & ~Copyable>(into archive: inout Archive) {
    archive.stance("stance", &stance)
    archive.optional("last_entry_at", &lastEntryAt, of: .zero) { $1.time("at", &$0) }
    archive.optional("entry_before_at", &entryBeforeAt, of: .zero) { $1.time("at", &$0) }
    archive.optional("last_exit_at", &lastExitAt, of: .zero) { $1.time("at", &$0) }
  }
}

extension HarnessPosition {
  static let none = HarnessPosition(side: .long, entryAt: .zero, entryPrice: 1)

  mutating func archive<Archive: StateArchive & ~Copyable>(into archive: inout Archive) {
    archive.stance("side", &side)
    archive.require(side != .flat)
    if side == .flat { side = .long }
    archive.time("entry_at", &entryAt)
    archive.real("entry_price", &entryPrice)
  }
}

extension PendingFill {
  static let none = PendingFill(decision: .entry(.long), decidedAt: .zero)

  /// An entry has a side; an exit has none, and a reason.
  mutating func archive<Archive: StateArchive & ~Copyable>(into archive: inout Archive) {
    var side = Stance.flat
    var reason = TradeExit.exitBeforeClose
    switch decision {
    case .entry(let taken): side = taken
    case .exit(let given): reason = given
    }
    archive.stance("side", &side)
    archive.label("exit", &reason)
    archive.time("decided_at", &decidedAt)
    decision = side == .flat ? .exit(reason) : .entry(side)
  }
}

extension HarnessCandle {
  static let none = HarnessCandle(
    openAt: .zero, open: Price(micros: 1), high: Price(micros: 1), low: Price(micros: 1),
    close: Price(micros: 1))

  mutating func archive<Archive: StateArchive & ~Copyable>(into archive: inout Archive) {
    archive.time("open_at", &openAt)
    archive.price("open", &open)
    archive.price("high", &high)
    archive.price("low", &low)
    archive.price("close", &close)
    archive.optional("open_quote", &openQuote, of: .none) { $0.archive(into: &$1) }
    archive.optional("close_quote", &closeQuote, of: .none) { $0.archive(into: &$1) }
  }
}

extension RecordedQuote {
  static let none = RecordedQuote(bid: Price(micros: 1), ask: Price(micros: 1))

  mutating func archive<Archive: StateArchive & ~Copyable>(into archive: inout Archive) {
    archive.price("bid", &bid)
    archive.price("ask", &ask)
  }
}

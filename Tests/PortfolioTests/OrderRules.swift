import Configuration
import Events
import Market
import PaperRun
import Testing

/// What must hold of every order and fill of a run, worked out from the events alone.
struct OrderRules {
  private let world: RandomWorld
  private var units: [Int64]
  private var lots: [Int64]
  /// Units of increases under way, by order.
  private var waiting: [(order: Int64, instrument: Int, units: Int64)] = []
  private var isKilled = true
  private var isMarginShut = false
  private var disabled: [Bool]
  private var marginUsed: Int64 = 0
  private var marginAvailable: Int64 = 0
  private(set) var orders = 0

  init(_ world: RandomWorld) {
    self.world = world
    units = world.run.names.map { _ in 0 }
    lots = units
    disabled = world.run.names.map { _ in false }
  }

  mutating func checked() throws -> OrderRules {
    for fact in try world.run.facts() { try take(fact) }
    return self
  }

  func check() throws {
    var rules = self
    _ = try rules.checked()
    for (place, name) in world.run.names.enumerated() {
      #expect(rules.units[place] == world.run.units(name), "seed \(world.seed): \(name)")
    }
  }

  private mutating func take(_ fact: Fact) throws {
    let seed = world.seed
    switch fact.body {
    case .killSwitchEngaged: isKilled = true
    case .killSwitchReleased: isKilled = false
    case .marginGateChanged(let change): isMarginShut = change.blocked
    case .instrumentDisabled(let change): disabled[change.instrument.index] = true
    case .instrumentEnabled(let change): disabled[change.instrument.index] = false
    case .orderCanceled(let report): waiting.removeAll { $0.order == report.order }
    case .orderRejected(let report): waiting.removeAll { $0.order == report.order }
    case .orderOutcomeResolved(let report): waiting.removeAll { $0.order == report.order }
    case .accountObserved(let report):
      marginUsed = report.marginUsed.micros
      marginAvailable = report.marginAvailable.micros
    case .lotOpened(let lot): lots[lot.instrument.index] += 1
    case .lotClosed(let lot): lots[lot.instrument.index] -= 1
    case .orderIrregularityFound: Issue.record("seed \(seed): an irregular order")
    case .reconcileMismatched: Issue.record("seed \(seed): lots and venue differ")
    default: break
    }
    if let request = fact.requested { check(request) }
    if let fill = fact.filled { check(fill) }
  }

  /// No increase leaves while a gate is shut, or above a limit.
  private mutating func check(_ request: OrderRequested) {
    let place = request.instrument.index
    let seed = world.seed
    orders += 1
    guard !request.reduceOnly else {
      #expect(units[place].signum() == -request.units.count.signum(), "seed \(seed)")
      #expect(request.units.count.magnitude <= units[place].magnitude, "seed \(seed)")
      return
    }
    #expect(!isKilled && !isMarginShut && !disabled[place], "seed \(seed): a gate is shut")
    let name = world.run.names[place]
    #expect(world.settings.instruments.contains { $0.name == name }, "seed \(seed): traded")
    #expect(request.stop != nil && request.bound != nil, "seed \(seed)")
    let under = waiting.filter { $0.instrument == place }
    for side in [units[place]] + under.map(\.units) where side != 0 {
      #expect(side.signum() == request.units.count.signum(), "seed \(seed): one side")
    }
    let all = units[place] + under.reduce(0) { $0 + $1.units } + request.units.count
    #expect(all.magnitude <= world.settings.pmMaxNetUnits.count.magnitude, "seed \(seed)")
    #expect(lots[place] + Int64(under.count) < world.settings.pmMaxOpenLots, "seed \(seed): lots")
    waiting.append((request.order, place, request.units.count))
    let positions = units.indices.count { index in
      units[index] != 0 || waiting.contains { $0.instrument == index }
    }
    #expect(Int64(positions) <= world.settings.riskMaxTotalPositions, "seed \(seed)")
  }

  /// No fill turns a position over; none opens more margin than there was.
  private mutating func check(_ fill: OrderFilled) {
    let place = fill.instrument.index
    let before = units[place]
    units[place] += fill.units.count
    if let order = fill.order, (fill.remaining?.count ?? 0) == 0 {
      waiting.removeAll { $0.order == order }
    }
    #expect(
      before == 0 || units[place] == 0 || before.signum() == units[place].signum(),
      "seed \(world.seed): \(before) turned to \(units[place])")
    #expect(fill.price.micros % RandomWorld.point(world.run.names[place]) == 0)
    #expect(marginAvailable >= 0)
  }
}

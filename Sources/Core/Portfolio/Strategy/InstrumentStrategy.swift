import Events
import Ledger
import Market
import Strategy

/// What the strategy keeps of one instrument.
struct InstrumentStrategy: Sendable {
  var window: DirectionWindow
  var history = EntryHistory()
  /// Whether an exit was proposed and the position is not flat yet, and which one.
  var wantsOut = false
  var exit = ExitReasonLabel.exitBeforeClose
  /// Whether the stance is a pulse, which keeps its own size.
  var isPulse = false
  /// The newest proposal of an entry or an exit, and the order it wants where it is a pulse.
  var proposal: UInt64 = 0
  /// From the newest gates.
  var isGateOpen = false
  var isCoolingDown = false
  /// The weight in force; nil: none was ever published.
  var weight: Weight?
  /// Whether it is in the weights only so that the set is complete: it may never grow.
  var isFilled = false
  /// Its place in the weights from 1; 0: none.
  var rank: Int64 = 0
  /// When its last increase was ordered.
  var lastIncreaseAt: Timestamp?
  /// The newest refusal that was recorded, and when.
  var refusal: EntryRefusalLabel?
  var refusedAt = Timestamp.zero
  /// The newest target that was recorded.
  var target = KeptTarget()
  /// Whether the candle of this turn is from before the run: set by every candle, so no part of the state.
  var isPriming = false

  init(window: DirectionWindow) { self.window = window }

  /// Takes rules whose windows are of another length; what was gathered is kept as far as it fits.
  mutating func adopt(_ rules: StrategyRules) {
    let empty = rules.window
    guard
      empty.closes.capacity != window.closes.capacity
        || empty.coherences.capacity != window.coherences.capacity
    else { return }
    window = DirectionWindow(
      look: empty.closes.capacity - 1, coherenceLookback: empty.coherences.capacity - 1,
      closes: window.closes.oldestFirst, coherences: window.coherences.oldestFirst)
  }
}

extension InstrumentStrategy {
  /// The position became flat by a fill, whoever ordered it: that is the last exit.
  mutating func leave(at now: Timestamp) {
    history.leave(at: now)
    wantsOut = false
    isPulse = false
  }
}

/// What decides whether a target is told again: not its units, which follow every price.
struct KeptTarget: Equatable, Sendable {
  var stance = StanceLabel.flat
  var action = StepActionLabel.none
  var reason = StepReasonLabel.atTarget
  var blockers = LabelSet<OrderBlocker>()
}

/// What the strategy keeps besides its instruments.
struct StrategyMemory: Sendable {
  /// When gates were published, and the event.
  var gatesAt: Timestamp?
  var gatesSequence: UInt64 = 0
  /// The newest publication or hold of weights.
  var weightsSequence: UInt64 = 0
  /// Whether weights are held so long that nothing may grow.
  var isHeldReduceOnly = false
  /// The last order of any instrument, and the last pulse.
  var lastOrderAt: Timestamp?
  var lastPulseAt: Timestamp?
  var pulsesToday: Int64 = 0
  /// The trading day that they are counted in.
  var pulseDay: Int64 = 0
  var skippedPulse: PulseReasonLabel?
  var skippedPulseAt = Timestamp.zero
  /// The newest budget that was recorded.
  var budgetReason: BudgetReasonLabel?
  var budgetSequence: UInt64 = 0
}

extension StanceLabel {
  init(_ stance: Stance) {
    switch stance {
    case .short: self = .short
    case .flat: self = .flat
    case .long: self = .long
    }
  }

  var stance: Stance {
    switch self {
    case .short: .short
    case .flat: .flat
    case .long: .long
    }
  }
}

extension EntryExpiryReason {
  /// nil for an end with a fill.
  init?(_ state: OrderState) {
    switch state {
    case .expired, .notSent: self = .expired
    case .rejected: self = .rejected
    case .canceled: self = .canceled
    case .notFound: self = .notFound
    default: return nil
    }
  }
}

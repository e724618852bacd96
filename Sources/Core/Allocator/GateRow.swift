import Evaluator
import Events
import Market

/// What a round of gates says of one instrument.
struct GateRow {
  /// As listed.
  var instrument: Int
  var verdict: GateVerdict
  var buffer: Double
  /// After the round.
  var state: EligibilityState
  var floors: Floors
  var finding: ShadowFinding

  /// 0: there is a summary; else why there is none, as the schema numbers it.
  var missing: Int64 {
    guard case .missing(let absence) = finding.reading else { return 0 }
    return switch absence {
    case .notCaughtUp: 1
    case .coverageLow: 2
    case .tooManyTrades: 3
    case .parametersMissing: 4
    }
  }
}

/// The lists of a round of gates.
struct GateRows {
  private var rows: [GateRow] = []

  mutating func add(_ row: GateRow) { rows.append(row) }

  func gates(into arena: inout ByteBuffer) -> GatesPublished {
    GatesPublished(
      instruments: wholes(&arena) { Int64($0.instrument) },
      gates: wholes(&arena) { $0.verdict.isOpen ? 1 : 0 },
      cooldowns: wholes(&arena) { $0.verdict.isInCooldown ? 1 : 0 },
      buffers: reals(&arena) { $0.buffer },
      reasons: wholes(&arena) { Int64($0.verdict.reason.rawValue) },
      stepped: wholes(&arena) { $0.missing == 1 ? 0 : 1 },
      eligible: wholes(&arena) { $0.state.isEligible ? 1 : 0 },
      passes: wholes(&arena) { Int64($0.state.passes) },
      fails: wholes(&arena) { Int64($0.state.fails) },
      misses: wholes(&arena) { Int64($0.state.misses) },
      // Up to the next millisecond: rounds are at whole seconds, and a cooldown never ends too early.
      cooldownUntil: wholes(&arena) {
        $0.state.cooldownUntil.map {
          ($0.nanoseconds + nanosecondsPerMillisecond - 1) / nanosecondsPerMillisecond
        }
      },
      floorsTrades: reals(&arena) { $0.floors.trades },
      floorsCalmar: reals(&arena) { $0.floors.calmar },
      floorsPnl: reals(&arena) { $0.floors.profitTotal },
      missing: wholes(&arena) { $0.missing },
      trades: wholes(&arena) { $0.finding.summary.map { Int64($0.trades) } },
      calmar: reals(&arena) { $0.finding.summary?.calmar },
      pnlTotal: reals(&arena) { $0.finding.summary?.profitTotal },
      coverage: reals(&arena) { $0.finding.coverage })
  }

  private func wholes(_ arena: inout ByteBuffer, _ value: (GateRow) -> Int64?) -> Numbers {
    arena.intern(wholes: rows.map(value))
  }

  private func reals(_ arena: inout ByteBuffer, _ value: (GateRow) -> Double?) -> Numbers {
    arena.intern(reals: rows.map(value))
  }
}

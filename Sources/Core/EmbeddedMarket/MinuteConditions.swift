import Numerics

/// What holds for every beat of one minute: how fast beats come, how far factors step, and how
/// quotes are made.
struct MinuteConditions: Sendable {
  /// The mean time from one beat to the next.
  var gapMilliseconds: Int64 = 0
  /// By currency: the largest step by chance, in billionths.
  var amplitude = InlineArray<8, Int64>(repeating: 0)
  /// By currency: the same part of every step, in billionths.
  var lean = InlineArray<8, Int64>(repeating: 0)
  /// By currency: the largest step back to the anchor of its range, in billionths.
  var pull = InlineArray<8, Int64>(repeating: 0)
  /// By instrument: how far its price can move in one beat, in billionths.
  var reach = InlineArray<8, Int64>(repeating: 0)
  /// By instrument: half the distance from bid to ask, in billionths.
  var halfSpread = InlineArray<8, Int64>(repeating: 0)
  /// By instrument: how often it is quoted without need, in 65,536ths of a beat.
  var refresh = InlineArray<8, Int64>(repeating: 0)

  /// Before the market's first minute: nothing moves.
  init() {}

  /// - Parameter minute: Minutes since 1970, one in which the market is open.
  init(
    at minute: Int64, _ clock: inout SyntheticClock, _ spells: InlineArray<8, RegimeSpells>,
    _ instruments: [SyntheticInstrument]
  ) {
    var wakefulness = InlineArray<4, Int64>(repeating: 0)
    var edge = InlineArray<4, Int64>(repeating: 0)
    for session in SyntheticSession.allCases {
      guard let since = clock.sinceOpen(of: session, at: minute) else { continue }
      wakefulness[session.rawValue] = SyntheticSession.wakefulness(at: since)
      edge[session.rawValue] = SyntheticSession.edge(at: since)
    }
    var activity = InlineArray<8, Int64>(repeating: 0)
    var sum: Int64 = 0
    for currency in SyntheticCurrency.allCases {
      activity[currency.rawValue] = currency.activity(wakefulness)
      sum += activity[currency.rawValue]
    }
    gapMilliseconds = Self.pace / sum
    for currency in SyntheticCurrency.allCases {
      settle(
        currency, spells[currency.rawValue].regime,
        busyness: (8 * activity[currency.rawValue]) << 20 / sum)
    }
    let rollover = Self.rolloverExtra(clock.distanceToRollover(at: minute))
    for (index, instrument) in instruments.enumerated() {
      let sides = (instrument.base, instrument.quote)
      let busy = (activity[sides.0.rawValue], activity[sides.1.rawValue])
      reach[index] = step(sides.0) + step(sides.1)
      refresh[index] = instrument.refresh * 4 * (busy.0 + busy.1) / sum
      let quiet = 300 * max(0, 1_024 - max(busy.0, busy.1)) / 1_024
      let atEdge = 600 * max(edge[sides.0.home.rawValue], edge[sides.1.home.rawValue]) / 1_024
      let restless =
        (spells[sides.0.rawValue].regime.restlessness
          + spells[sides.1.rawValue].regime.restlessness) / 2
      let plain = instrument.spread * restless / 1_024
      halfSpread[index] = plain * (1_024 + quiet + atEdge + rollover) / 2_048
    }
  }

  /// Milliseconds from beat to beat, times the activity of all currencies together.
  private static let pace: Int64 = 3_700_000

  /// What a currency does: the variance of its steps in an hour goes with its own business in it.
  ///
  /// - Parameter busyness: Its activity in 2^-20 of the mean of all.
  private mutating func settle(
    _ currency: SyntheticCurrency, _ regime: SyntheticRegime, busyness: Int64
  ) {
    let root = Int64(floorSquareRoot(of: UInt64(busyness)))
    let largest = currency.amplitude * root / 1_024 * regime.restlessness / 1_024
    amplitude[currency.rawValue] = largest
    lean[currency.rawValue] = largest * regime.lean / 65_536
    pull[currency.rawValue] = regime == .ranging ? largest / 8 : 0
  }

  private func step(_ currency: SyntheticCurrency) -> Int64 {
    let index = currency.rawValue
    return amplitude[index] + abs(lean[index]) + pull[index]
  }

  /// Spreads grow to several times their width towards 17:00 in New York and shrink after it, within
  /// three quarters of an hour.
  private static func rolloverExtra(_ minutes: Int64) -> Int64 { max(0, 45 - minutes) * 4_096 / 45 }
}

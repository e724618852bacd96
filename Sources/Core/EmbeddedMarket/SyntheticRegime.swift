import Numerics

/// How a currency behaves for an hour or some.
public enum SyntheticRegime: Int, CaseIterable, Sendable {
  /// Comes back to where it began.
  case ranging = 0
  /// Goes nowhere in particular.
  case wandering = 1
  /// Goes nowhere in particular, half as far again, at wider spreads.
  case stormy = 2
  /// Gains more than it loses.
  case rising = 3
  /// Loses more than it gains.
  case falling = 4

  /// Whether the next move goes more often one way than the other.
  public var isTrend: Bool { self == .rising || self == .falling }

  /// Steps and spreads, in 1,024ths of the plain ones.
  var restlessness: Int64 {
    switch self {
    case .wandering: 1_024
    case .stormy: 1_536
    case .ranging, .rising, .falling: 900
    }
  }

  /// The steady part of each step, in 65,536ths of its largest.
  var lean: Int64 {
    switch self {
    case .ranging, .wandering, .stormy: 0
    case .rising: 2_600
    case .falling: -2_600
    }
  }
}

/// The regimes of one currency, one after the other.
struct RegimeSpells: Sendable {
  /// A spell lasts this many minutes of open market.
  private static let minutes: Range<Int64> = 60..<151
  /// A factor this far from zero trends back only.
  private static let farthest: Int64 = 80_000_000

  private(set) var regime = SyntheticRegime.wandering
  /// What a ranging factor comes back to.
  private(set) var anchor: Int64 = 0
  private var minutesLeft: Int64 = 0
  private var random: SplitMix64
  /// In how many of 100 spells the currency trends.
  private let trends: Int64

  init(seed: UInt64, isTrendProne: Bool) {
    random = SplitMix64(seed: seed)
    trends = isTrendProne ? 40 : 8
  }

  /// Lets a minute of open market pass; after the last one of a spell another begins.
  mutating func passMinute(factor: Int64) {
    minutesLeft -= 1
    guard minutesLeft <= 0 else { return }
    minutesLeft = random.next(in: Self.minutes)
    anchor = factor
    let drawn = random.next(in: 0..<100)
    guard drawn >= trends else {
      regime = random.next(in: -Self.farthest..<Self.farthest) >= factor ? .rising : .falling
      return
    }
    let rest = (drawn - trends) * 100 / (100 - trends)
    regime = rest < 45 ? .ranging : rest < 85 ? .wandering : .stormy
  }
}

extension SplitMix64 {
  /// A number of a range that is not empty, each as likely as the others.
  mutating func next(in range: Range<Int64>) -> Int64 {
    range.lowerBound + Int64(next(below: UInt64(range.upperBound - range.lowerBound)))
  }
}

public import Events
public import Market
import Numerics

/// Everything that a daily document emits of one instrument and UTC date but its signals.
///
/// A plain fold of metrics and of recorded signals. A candle belongs to the date of its open.
///
/// Source: metrics-kernel.md, sections 7.3, 10.4 and 11.
public struct ManifoldDay: Equatable, Sendable {
  /// Midnight UTC at which it began.
  public var day: Timestamp
  public var kernel: KernelDefinition
  /// Length of the last candle.
  public var barSeconds: Int64
  public var side: PriceSide
  /// Accepted candles.
  public var count: Int64 = 0
  /// Open of the first and of the last candle.
  public var t0: Timestamp
  public var t1: Timestamp
  public var gapsShort: Int64 = 0
  public var gapsSeam: Int64 = 0
  public var gapsReset: Int64 = 0
  /// The five metrics after the last candle.
  public var coherence = Ratio(micros: 0)
  public var stability = Ratio(micros: 0)
  public var entropy = Ratio(micros: 0)
  public var rupture = Ratio(micros: 0)
  public var bias = Ratio(micros: 0)
  /// Deviation of the day's returns, in parts per billion a bar.
  public var sigmaEff: Int64 = 0
  /// Flips per exposed minute, in millionths.
  public var lambda = Ratio(micros: 0)
  /// Runs of age 1 to 16 that met another bit, and how many of them ended with it.
  public var hazardMet = [Int64](repeating: 0, count: 16)
  public var hazardEnded = [Int64](repeating: 0, count: 16)
  /// Pushes by overlap and by flip count: 17 bins of 4.
  public var ruptureOverlap = [Int64](repeating: 0, count: 17)
  public var ruptureFlips = [Int64](repeating: 0, count: 17)
  /// Signals by state and by band, in the order of the enumerations.
  public var states = [Int64](repeating: 0, count: SignalState.allCases.count)
  public var bands = [Int64](repeating: 0, count: SignalBand.allCases.count)
  public var signals: Int64 = 0

  /// What a day is before its state is read.
  static let none = ManifoldDay()

  private init() {
    (day, t0, t1) = (.zero, .zero, .zero)
    kernel = .unknown
    barSeconds = 1
    side = .mid
  }

  /// The date to which a candle belongs.
  public static func date(of metrics: borrowing MetricsComputed) -> Timestamp {
    let day = 86_400 * nanosecondsPerSecond
    return Timestamp(nanoseconds: metrics.openAt.nanoseconds / day * day)
  }

  /// A day as its first candle opens it; `apply` then takes the candle in.
  init(openedBy metrics: borrowing MetricsComputed, side: PriceSide) {
    day = Self.date(of: metrics)
    kernel = metrics.kernel
    barSeconds = metrics.barNanoseconds / nanosecondsPerSecond
    t0 = metrics.openAt
    t1 = metrics.openAt
    self.side = side
  }

  /// Takes in a candle.
  ///
  /// - Parameter age: Run age after the instrument's candle before, of whatever date.
  mutating func apply(_ metrics: borrowing MetricsComputed, side: PriceSide, runAgeBefore age: Int)
  {
    kernel = metrics.kernel
    barSeconds = metrics.barNanoseconds / nanosecondsPerSecond
    self.side = side
    count += 1
    t1 = metrics.openAt
    switch metrics.step {
    case .first, .contiguous: break
    case .shortGap: gapsShort += 1
    case .seam: gapsSeam += 1
    case .reset: gapsReset += 1
    }
    coherence = metrics.coherence
    stability = metrics.stability
    entropy = metrics.entropy
    rupture = metrics.rupture
    bias = metrics.bias
    sigmaEff = metrics.daySigmaEff
    lambda = metrics.dayLambda
    if metrics.symbol != nil { applyPush(metrics, runAgeBefore: age) }
  }

  /// Takes in a signal of the day.
  mutating func apply(_ signal: SignalComputed) {
    signals += 1
    states[Int(signal.state.rawValue)] += 1
    bands[Int(signal.band.rawValue)] += 1
  }

  private mutating func applyPush(_ metrics: borrowing MetricsComputed, runAgeBefore age: Int) {
    ruptureOverlap[min(Int(metrics.overlapCount) / 4, 16)] += 1
    ruptureFlips[min(Int(metrics.flipCount) / 4, 16)] += 1
    guard metrics.pin.link & 1 == 1 else { return }
    let slot = min(max(age, 1), 16) - 1
    hazardMet[slot] += 1
    if (metrics.pin.bits ^ metrics.pin.previous) & 1 == 1 { hazardEnded[slot] += 1 }
  }
}

extension MetricsComputed {
  /// Length of the candle.
  var barNanoseconds: Int64 { asOf.nanoseconds - openAt.nanoseconds }
}

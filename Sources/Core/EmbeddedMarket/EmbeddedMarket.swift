public import Market
import Numerics

/// A synthetic market of eight instruments, made of nothing but a seed.
///
/// It has the habits of a market, so that every path of the node is walked, and is none: what a
/// strategy earns on it says nothing. Wherever it is shown, it is called synthetic.
///
///     price of EUR_USD = 1.0945 · e^(factor of EUR − factor of USD)
///
/// - Each of eight currencies has a factor that steps at every *beat* of the market. Instruments are
///   quoted from the same factors, and again before the price leaves the last quote: so at every
///   instant the price lies between bid and ask of each, and triangles agree within the spreads.
/// - Beats come, and factors step, as busy as Sydney, Tokyo, London and New York are by their clocks;
///   some 5,000 quotes of each instrument on a weekday, none at the weekend nor in the ten minutes
///   around 17:00 in New York.
/// - Each currency goes through regimes of some hours: it ranges, wanders, storms, rises or falls.
///   Two or three of them, by seed, are prone to trends.
/// - Spreads are wider while little happens, in storms, where sessions open and close, and several
///   times as wide around 17:00 in New York.
///
/// Integers only, so the same seed gives the same quotes on every machine, for ever: what changes
/// them gets another `version`. A market of more days begins with the quotes of one of fewer.
public struct EmbeddedMarket: Sendable {
  /// Raised by hand when a seed no longer gives the quotes it gave.
  public static let version: Int64 = 1
  /// The most days that a market can last: ten years.
  public static let mostDays: Int64 = 3_660
  /// Monday 2024-01-08 00:00 UTC.
  public static let usualStart = Timestamp(nanoseconds: 1_704_672_000_000_000_000)
  /// What is quoted, in the order in which quotes of one instant come.
  public static let instruments = SyntheticInstrument.all.map(\.facts)

  private let endMilliseconds: Int64
  private let instruments = SyntheticInstrument.all
  private let exponential = IntegerExponential()
  /// By instrument: its two currencies, its price while both factors are zero, and its point. Kept
  /// apart, because an instrument's name costs a count of references each time it is read.
  private var base = InlineArray<8, Int>(repeating: 0)
  private var quote = InlineArray<8, Int>(repeating: 0)
  private var price = InlineArray<8, Int64>(repeating: 0)
  private var point = InlineArray<8, Int64>(repeating: 0)

  private var clock = SyntheticClock()
  /// When the newest beat was, and the minute that `conditions` are of.
  private var milliseconds: Int64
  private var minute: Int64
  private var isClosed = true
  private var conditions = MinuteConditions()
  private var factors: CurrencyFactors

  private var beats: SplitMix64
  private var choices: SplitMix64

  /// By instrument: the logarithm it was quoted at last, half the spread, and how many quotes.
  private var quotedAt = InlineArray<8, Int64>(repeating: 0)
  private var quotedHalf = InlineArray<8, Int64>(repeating: 0)
  private var quotes = InlineArray<8, Int64>(repeating: 0)
  /// Bit by bit the instruments that this beat still has to quote.
  private var pending: UInt8 = 0

  /// - Parameters:
  ///   - days: 1 to `mostDays`, of 24 hours each, weekends counted.
  ///   - start: A whole minute.
  public init(seed: UInt64, days: Int64, start: Timestamp = usualStart) {
    precondition((1...Self.mostDays).contains(days), "a market lasts 1 to \(Self.mostDays) days")
    precondition(
      start.isValid && start.nanoseconds % (60 * nanosecondsPerSecond) == 0,
      "a market starts with a minute")
    precondition(
      start.adding(nanoseconds: days * 86_400 * nanosecondsPerSecond).isValid,
      "a market ends before 2116")
    milliseconds = start.nanoseconds / nanosecondsPerMillisecond
    endMilliseconds = milliseconds + days * 86_400_000
    minute = milliseconds / 60_000 - 1
    for (index, instrument) in instruments.enumerated() {
      base[index] = instrument.base.rawValue
      quote[index] = instrument.quote.rawValue
      price[index] = instrument.price
      point[index] = instrument.facts.units.point
    }
    var seeds = SplitMix64(seed: seed)
    beats = SplitMix64(seed: seeds.next())
    choices = SplitMix64(seed: seeds.next())
    factors = CurrencyFactors(&seeds)
  }

  /// The next quote; nil for ever after the last.
  public mutating func next() -> SyntheticQuote? {
    while pending == 0 {
      guard beat() else { return nil }
    }
    let index = pending.trailingZeroBitCount
    pending &= pending - 1
    return makeQuote(index)
  }

  /// The regimes of an instrument's two currencies, as of the newest quote.
  public func regimes(of instrument: Int) -> (base: SyntheticRegime, quote: SyntheticRegime) {
    (factors.spells[base[instrument]].regime, factors.spells[quote[instrument]].regime)
  }

  /// Moves every factor, and finds out who is to be quoted.
  ///
  /// - Returns: false when the market is over.
  private mutating func beat() -> Bool {
    let jitter = Int64(beats.next() & 1_023)
    milliseconds += max(1, (conditions.gapMilliseconds * (512 + jitter)) >> 10)
    // Steps are those of the minute that was known when the last quotes were made: they cover them.
    factors.step(conditions, beats.next())
    let isOpening = enterMinute()
    guard milliseconds < endMilliseconds else { return false }
    if isOpening {
      pending = 0xff
      return true
    }
    var lots = (choices.next(), choices.next())
    var due: UInt8 = 0
    // Copied once: read through the property, they would be copied for each instrument.
    let values = factors.values
    for index in 0..<8 {
      let moved = abs(values[base[index]] - values[quote[index]] - quotedAt[index])
      // Chance decides, so a branch would be guessed wrong: count in bits instead.
      let isLeaving: UInt8 = moved + conditions.reach[index] > quotedHalf[index] ? 1 : 0
      let isRefreshed: UInt8 = Int64(lots.0 & 0xffff) < conditions.refresh[index] ? 1 : 0
      due |= (isLeaving | isRefreshed) << UInt8(index)
      lots = (lots.0 >> 16 | lots.1 << 48, lots.1 >> 16)
    }
    pending = due
    return true
  }

  /// Brings the conditions to the minute of the newest beat, and a beat of a closed minute to the
  /// next open one.
  ///
  /// - Returns: Whether the market was closed until now.
  private mutating func enterMinute() -> Bool {
    guard milliseconds / 60_000 > minute else { return false }
    var isOpening = false
    while minute < milliseconds / 60_000, milliseconds < endMilliseconds {
      minute += 1
      guard clock.isOpen(at: minute) else {
        isClosed = true
        milliseconds = max(milliseconds, (minute + 1) * 60_000)
        continue
      }
      isOpening = isOpening || isClosed
      isClosed = false
      factors.passMinute()
    }
    if !isClosed { conditions = MinuteConditions(at: minute, &clock, factors.spells, instruments) }
    return isOpening
  }

  private mutating func makeQuote(_ index: Int) -> SyntheticQuote {
    let at = factors.values[base[index]] - factors.values[quote[index]]
    let width = 960 + Int64(choices.next() & 127)
    let half = max((conditions.halfSpread[index] * width) >> 10, conditions.reach[index])
    quotedAt[index] = at
    quotedHalf[index] = half
    quotes[index] += 1
    // In 1,024ths of a point; bid and ask are rounded away from each other.
    let middle = price[index] * exponential.value(at) / 1_000_000_000
    let distance = middle * half / 1_000_000_000
    return SyntheticQuote(
      instrument: index, ordinal: quotes[index],
      time: Timestamp(nanoseconds: milliseconds * nanosecondsPerMillisecond),
      bid: Price(micros: ((middle - distance) >> 10) * point[index]),
      ask: Price(micros: ((middle + distance + 1_023) >> 10) * point[index]))
  }
}

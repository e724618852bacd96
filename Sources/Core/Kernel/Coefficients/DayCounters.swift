public import Events
public import Market
import Numerics

/// What one instrument has done since midnight UTC, by the open of its candles.
///
/// Source: metrics-kernel.md, sections 7.1 (per day), 7.2 and 7.3.
public struct DayCounters: Equatable, Sendable {
  /// Days since 1970-01-01; nil before the first candle.
  public private(set) var day: Int64?
  /// Linked pushes whose bit differs from the bit before.
  public private(set) var flips: Int64 = 0
  /// Milliseconds over which a flip could have been seen.
  public private(set) var exposureMilliseconds: Int64 = 0
  public private(set) var hazards = HazardTable()
  /// How many returns were recorded.
  public private(set) var returnCount: Int64 = 0
  private var returnSum: Int64 = 0
  /// 1,440 returns at the clamp are past 64 bits.
  private var returnSquares: Int128 = 0

  public init() {}

  /// Starts anew when a candle opens on another date than the one before.
  mutating func roll(to openAt: Timestamp) {
    let date = openAt.nanoseconds / (86_400 * nanosecondsPerSecond)
    guard day != date else { return }
    self = DayCounters()
    day = date
  }

  /// Counts a compared step.
  mutating func record(returnPpb: Int64, overMilliseconds milliseconds: Int64) {
    exposureMilliseconds += milliseconds
    returnCount += 1
    returnSum += returnPpb
    returnSquares += Int128(returnPpb) * Int128(returnPpb)
  }

  /// Counts a linked push.
  ///
  /// - Parameter age: The age of the run before it, 1 or more.
  /// - Parameter flips: Whether the bit differs from the one before.
  mutating func recordPush(runAge age: Int, flips flipped: Bool) {
    hazards.record(runAge: age, ends: flipped)
    if flipped { flips += 1 }
  }

  /// Breaks per minute.
  ///
  ///     lambda = exposure_ms > 0 ? rdiv(flips * 60000 * 1000000, exposure_ms) : 0
  ///
  /// - Returns: Millionths per minute, from 0 to one break a bar.
  ///
  /// Source: metrics-kernel.md, section 7.2.
  public var lambda: Ratio {
    guard exposureMilliseconds > 0 else { return Ratio(micros: 0) }
    return Ratio(
      micros: roundedDivision(flips * 60_000 * 1_000_000, by: exposureMilliseconds))
  }

  /// The deviation of the day's returns, in ppb per bar: 0 for fewer than two.
  public var sigmaPpb: Int64 {
    sampleDeviationPpb(count: returnCount, sum: returnSum, squares: returnSquares)
  }
}

extension DayCounters: StateKeeping {
  /// More than the seconds of a day, and so than its candles.
  static let mostCandles: Int64 = 1 << 17
  /// The clamp of a return, in ppb.
  private static let mostReturn: Int64 = 100_000_000

  public mutating func archive<Archive: StateArchive & ~Copyable>(into archive: inout Archive) {
    archive.optional("day", &day, of: 0) { $1.count("since_1970", &$0) }
    // A candle a second for a day, each return within a hundred million.
    archive.count("flips", &flips, atMost: Self.mostCandles)
    archive.count("exposure_milliseconds", &exposureMilliseconds, atMost: 1 << 48)
    archive.group("hazards") { hazards.archive(into: &$0) }
    archive.count("returns", &returnCount, atMost: Self.mostCandles)
    let mostSum = Self.mostCandles * Self.mostReturn
    archive.number("return_sum_ppb", &returnSum, in: -mostSum...mostSum)
    var high = Int64(truncatingIfNeeded: returnSquares >> 62)
    var low = Int64(truncatingIfNeeded: returnSquares & (1 << 62 - 1))
    archive.count("return_squares_high", &high, atMost: 1 << 9)
    archive.count("return_squares_low", &low, atMost: 1 << 62 - 1)
    guard archive.isReading else { return }
    let squares = Int128(high) << 62 | Int128(low)
    // Cauchy and Schwarz: what no list of returns could sum to would have no deviation.
    let most = Int128(returnCount) * Int128(Self.mostReturn) * Int128(Self.mostReturn)
    let isSum =
      Int128(returnCount) * squares >= Int128(returnSum) * Int128(returnSum) && squares <= most
    archive.require(isSum)
    returnSquares = isSum ? squares : Int128(returnSum) * Int128(returnSum)
  }
}

import Market
import Numerics

/// Synthetic ticks, for trying the node where no recorded ones are at hand.
///
/// They look like quotes and are none: a seeded walk towards a target that moves now and then. What
/// a strategy earns on them says nothing about a market. The same seed gives the same bytes, for
/// ever.
package enum SampleTicks {
  /// Writes `EUR_USD.csv` and `USD_JPY.csv`, stamped from Monday 2024-01-08 00:00 UTC on, about one
  /// tick a second, without weekends.
  ///
  /// A file that already holds exactly these bytes is left alone; one that holds others is refused,
  /// never overwritten. The folder is made if it is missing; the folder it lies in is not.
  ///
  /// - Parameter ticksPerInstrument: 1 to 1,000,000.
  package static func write(
    to folder: String, seed: UInt64, ticksPerInstrument: Int
  ) throws(FeedError) {
    precondition(
      (1...1_000_000).contains(ticksPerInstrument), "1 to 1,000,000 ticks for each instrument")
    try SampleFile.makeFolder(folder)
    var seeds = SplitMix64(seed: seed)
    for var walk in [
      SampleWalk(digits: 5, startPoints: 109_450, spreadPoints: 12, seed: seeds.next()),
      SampleWalk(digits: 3, startPoints: 144_520, spreadPoints: 14, seed: seeds.next()),
    ] {
      let name = walk.digits == 3 ? "USD_JPY" : "EUR_USD"
      var text = Array("ts_ns,bid,ask\n".utf8)
      text.reserveCapacity(40 * ticksPerInstrument)
      for _ in 0..<ticksPerInstrument { walk.appendTick(to: &text) }
      try SampleFile.write(text, to: "\(folder)/\(name).csv")
    }
  }
}

/// The price path of one synthetic instrument.
private struct SampleWalk {
  let digits: Int
  private let startPoints: Int64
  private let spreadPoints: Int64
  private var generator: SplitMix64
  private var milliseconds: Int64 = 1_704_672_000_000
  private var bidPoints: Int64
  private var targetPoints: Int64

  init(digits: Int, startPoints: Int64, spreadPoints: Int64, seed: UInt64) {
    self.digits = digits
    self.startPoints = startPoints
    self.spreadPoints = spreadPoints
    generator = SplitMix64(seed: seed)
    bidPoints = startPoints
    targetPoints = startPoints
  }

  mutating func appendTick(to text: inout [UInt8]) {
    milliseconds = Self.outsideWeekend(milliseconds + draw(from: 100, through: 1_900))
    // A new target every ten minutes or so, at most 2 % from where the walk began.
    if draw(from: 1, through: 600) == 1 {
      let reach = startPoints / 50
      targetPoints = startPoints + draw(from: -reach, through: reach)
    }
    bidPoints += draw(from: -3, through: 3)
    // One step in four follows the target: a drift well below the noise.
    if draw(from: 1, through: 4) == 1 { bidPoints += (targetPoints - bidPoints).signum() }
    let askPoints = bidPoints + spreadPoints + draw(from: -3, through: 5)
    let bid = decimal(bidPoints, places: digits)
    let ask = decimal(askPoints, places: digits)
    text += "\(milliseconds)000000,\(bid),\(ask)\n".utf8
  }

  private mutating func draw(from low: Int64, through high: Int64) -> Int64 {
    low + Int64(generator.next(below: UInt64(high - low + 1)))
  }

  /// Friday 21:00 to Sunday 22:00 UTC is closed in summer and in winter: go on at the opening.
  private static func outsideWeekend(_ milliseconds: Int64) -> Int64 {
    let hour: Int64 = 3_600_000
    // 1970-01-02 was a Friday.
    let sinceFriday = (milliseconds - 24 * hour) % (7 * 24 * hour)
    return (21 * hour..<70 * hour).contains(sinceFriday)
      ? milliseconds - sinceFriday + 70 * hour : milliseconds
  }
}

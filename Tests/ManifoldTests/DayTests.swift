import Events
import Manifold
import Market
import Numerics
import TestSupport
import Testing

@Suite struct `A day` {
  private let friday = midnight("2024-07-05")
  private let sunday = midnight("2024-07-07")

  /// Minutes that wander, all of them there, from a start to before an end.
  private func minutes(from start: Int64, to end: Int64, seed: UInt64 = 3) -> [Bar] {
    var random = SplitMix64(seed: seed)
    var price: Int64 = 1_085_000
    return stride(from: start, to: end, by: Int(minute)).map { open in
      let next = price + Int64(random.next(below: 9)) - 4
      defer { price = next }
      return Bar(at: open, from: price, to: next)
    }
  }

  @Test func `is closed by the first candle of a later date, before the signal of that candle`()
    throws
  {
    let run = MarketRun([.euroDollar], Opening(stride: 1))
    let bars = minutes(from: friday + 1_300 * minute, to: friday + 1_440 * minute)
    run.apply(bars)
    #expect(try run.closedDays().isEmpty)
    let last = try #require(try run.facts().last { $0.kind == .metricsComputed })

    run.apply(Bar(at: friday + 1_440 * minute, from: 1_085_000, to: 1_085_009))
    let turn = try run.facts().suffix(4)
    #expect(
      turn.map(\.kind) == [.candleReceived, .metricsComputed, .manifoldDayClosed, .signalComputed])
    let closed = try #require(turn.first { $0.kind == .manifoldDayClosed })
    #expect(closed.cause == turn[turn.startIndex + 1].sequence)
    #expect(closed.because == [last.sequence], "the day's last metrics")
    #expect(closed.day?.date == "2024-07-05")
    #expect(closed.day?.t0.nanoseconds == bars[0].openMilliseconds * nanosecondsPerMillisecond)
    #expect(closed.day?.t1.nanoseconds == bars[139].openMilliseconds * nanosecondsPerMillisecond)
    #expect(closed.day?.count == 140)
    // The signal that followed belongs to the new day.
    #expect(run.openDocument()?.signals.count == 1)
    #expect(run.openDocument()?.day.count == 1)
  }

  @Test func `may end before a weekend and be closed behind it`() throws {
    let run = MarketRun()
    run.apply(minutes(from: friday + 1_000 * minute, to: friday + 1_260 * minute))
    run.apply(minutes(from: sunday + 1_260 * minute, to: sunday + 1_320 * minute))
    run.apply(minutes(from: sunday + 1_440 * minute, to: sunday + 1_445 * minute))
    let days = try run.closedDays()
    #expect(days.map { $0.1.day.date } == ["2024-07-05", "2024-07-07"])
    #expect(days.map { $0.1.day.count } == [260, 60])
    // The step over the weekend is a reset of the day in which the market opened again.
    #expect(days.map { $0.1.day.gapsReset } == [0, 1])
    #expect(days[1].1.day.gapsSeam == 0)
    // The step over the missing hours of Sunday to Monday is a seam of Monday.
    #expect(run.openDocument()?.day.gapsSeam == 1)
  }

  @Test func `is not closed by a candle that was refused`() throws {
    let run = MarketRun()
    run.apply(minutes(from: friday, to: friday + 60 * minute))
    var bad = Bar(at: sunday, from: 1_085_000, to: 1_085_009)
    bad.close = nil
    run.apply(bad)
    #expect(try run.closedDays().isEmpty)
    #expect(run.openDocument()?.day.date == "2024-07-05")
  }

  @Test func `without a signal is closed all the same`() throws {
    let run = MarketRun()
    run.apply(minutes(from: friday, to: friday + 3 * minute))
    run.apply(minutes(from: sunday, to: sunday + minute))
    let days = try run.closedDays()
    #expect(days.count == 1)
    #expect(days[0].closed.signals == 0)
    #expect(days[0].closed.textSha256 == SHA256.digest(of: days[0].1.text))
  }

  @Test func `names the closed day before it`() throws {
    let run = MarketRun()
    run.apply(minutes(from: friday, to: friday + 3 * 1_440 * minute))
    let closed = try run.facts().filter { $0.kind == .manifoldDayClosed }
    #expect(closed.map(\.because.count) == [1, 2])
    #expect(closed[1].because[1] == closed[0].sequence)
  }

  @Test(arguments: [21, 22] as [UInt64])
  func `counts every candle, gap, push and signal of its date`(seed: UInt64) throws {
    print("seed \(seed)")
    var market = WanderingMarket(seed: seed)
    let run = MarketRun([.euroDollar], Opening(stride: 2))
    run.apply(market.bars(6_000))
    let days = try run.closedDays()
    #expect(days.count >= 3)
    let facts = try run.facts()
    for (closed, document) in days {
      let metrics = facts.compactMap { fact -> MetricsComputed? in
        guard let metrics = fact.metrics,
          metrics.openAt.nanoseconds / 86_400_000_000_000 == closed.day.nanoseconds
            / 86_400_000_000_000
        else { return nil }
        return metrics
      }
      let pushes = metrics.filter { $0.symbol != nil }
      let linked = pushes.filter { $0.pin.link & 1 == 1 }
      let flips = linked.filter { ($0.pin.bits ^ $0.pin.bits >> 1) & 1 == 1 }
      let day = document.day
      #expect(day.count == Int64(metrics.count))
      #expect(day.gapsShort == Int64(metrics.filter { $0.step == .shortGap }.count))
      #expect(day.gapsSeam == Int64(metrics.filter { $0.step == .seam }.count))
      #expect(day.gapsReset == Int64(metrics.filter { $0.step == .reset }.count))
      for bin in 0...16 {
        #expect(
          day.ruptureOverlap[bin] == Int64(pushes.filter { $0.overlapCount / 4 == bin }.count))
        #expect(day.ruptureFlips[bin] == Int64(pushes.filter { $0.flipCount / 4 == bin }.count))
      }
      #expect(day.hazardMet.reduce(0, +) == Int64(linked.count))
      #expect(day.hazardEnded.reduce(0, +) == Int64(flips.count))
      #expect(day.coherence == metrics.last?.coherence && day.bias == metrics.last?.bias)
      #expect(day.sigmaEff == metrics.last?.daySigmaEff && day.lambda == metrics.last?.dayLambda)
      #expect(day.signals == Int64(document.signals.count))
      #expect(day.states.reduce(0, +) == day.signals && day.bands.reduce(0, +) == day.signals)
      #expect(closed.textSha256 == SHA256.digest(of: document.text))
      #expect(closed.textBytes == Int64(document.text.count))
    }
  }

  @Test func `has the bin of 64 when a market only rises`() throws {
    let run = MarketRun()
    for number in 0..<80 {
      run.apply(
        Bar(
          at: friday + minute * Int64(number), from: 1_085_000 + 4 * Int64(number),
          to: 1_085_004 + 4 * Int64(number)))
    }
    let day = try #require(run.openDocument()?.day)
    #expect(day.ruptureOverlap[16] == 79 - 64)
    #expect(day.ruptureFlips[0] == 79)
    // Runs older than 16 count with 16.
    #expect(day.hazardMet[15] == 78 - 15)
    #expect(day.hazardEnded.allSatisfy { $0 == 0 })
  }

  @Test func `of one instrument ends without asking the others`() throws {
    let run = MarketRun([.euroDollar, .poundDollar])
    run.apply(minutes(from: friday, to: friday + 50 * minute))
    run.apply(minutes(from: friday, to: friday + 40 * minute), of: 1)
    run.apply(minutes(from: sunday, to: sunday + minute), of: 1)
    #expect(try run.closedDays(of: 0).isEmpty)
    #expect(try run.closedDays(of: 1).map { $0.1.day.count } == [40])
    #expect(run.openDocument(of: 0)?.day.count == 50)
  }
}

import Market
import Numerics
import Strategy
import Testing

@Suite struct `A direction` {
  /// The reference profile of the examples.
  private var reference: DirectionLimits {
    var limits = DirectionLimits()
    limits.leastCoherence = 0.55
    return limits
  }

  private func window(
    _ closes: [Int64], every seconds: Int64 = 60,
    coherence: [Int64?] = [560_000, 570_000, 580_000, 600_000]
  ) -> DirectionWindow {
    var window = DirectionLimits().window()
    for (index, close) in closes.enumerated() {
      window.record(
        close: Price(micros: close),
        at: noon.adding(nanoseconds: Int64(index) * seconds * nanosecondsPerSecond))
    }
    for value in coherence { window.record(coherence: value.map { Ratio(micros: $0) }) }
    return window
  }

  private let rise = (0...12).map { 1_100_000 + $0 * 50 } as [Int64]

  /// The example of section 8.
  @Test func `of a steady rise with rising coherence is long`() {
    let verdict = reference.verdict(on: window(rise))
    #expect(verdict.side == .long)
    #expect(verdict.reason == .ok)
    #expect(abs((verdict.slopeBasisPoints ?? 0) - 5.4545) < 0.00005)
    #expect(isClose(verdict.coherenceDelta, 0.04))
    #expect(abs(verdict.confidence - 0.84636) < 0.000005)
  }

  @Test func `starts with the limits of kernel v1`() {
    let limits = DirectionLimits()
    #expect(limits.look == 12)
    #expect(limits.thresholdBasisPoints == 2.0)
    #expect(limits.leastCoherence == 0.20)
    #expect(limits.coherenceLookback == 3)
    #expect(limits.leastCoherenceDelta == -0.02)
    #expect(limits.widestGapNanoseconds == 300 * nanosecondsPerSecond)
  }

  @Test func `is none where metrics in between were not ready or are out of range`() {
    for bad in [nil, 1_000_001, -1] as [Int64?] {
      let verdict = reference.verdict(
        on: window(rise, coherence: [560_000, bad, 580_000, 600_000]))
      #expect(verdict.reason == .coherenceHistoryShort)
      #expect(verdict.side == .flat)
      #expect(verdict.coherenceDelta == nil)
    }
    // Older than the lookback: no matter.
    let old = window(rise, coherence: [nil, 560_000, 570_000, 580_000, 600_000])
    #expect(reference.verdict(on: old).reason == .ok)
  }

  @Test func `spans bars five apart, whatever their length`() {
    #expect(DirectionLimits(bar: .m5).verdict(on: window(rise, every: 1_500)).reason == .ok)
    #expect(DirectionLimits(bar: .m5).verdict(on: window(rise, every: 1_501)).reason == .priceGap)
    #expect(DirectionLimits(bar: .m1).verdict(on: window(rise, every: 300)).reason == .ok)
    #expect(DirectionLimits(bar: .m1).verdict(on: window(rise, every: 301)).reason == .priceGap)
  }

  @Test func `tells an invalid price before a gap`() {
    var closes = rise
    closes[12] = 0
    #expect(reference.verdict(on: window(closes, every: 3_600)).reason == .priceInvalid)
  }

  @Test func `is unconfirmed with the last close on the mean`() {
    // The mean of the thirteen is 1.100300 = the last close, and the slope is 2.7 bps.
    var closes = [Int64](repeating: 1_100_300, count: 13)
    closes[0] = 1_100_000
    closes[1] = 1_100_600
    let verdict = reference.verdict(on: window(closes))
    #expect(verdict.reason == .priceUnconfirmed)
    #expect(verdict.slopeBasisPoints != nil)
  }

  @Test func `of a market that stands still is none even without a threshold`() {
    var limits = reference
    limits.thresholdBasisPoints = 0
    let still = window([Int64](repeating: 1_100_000, count: 13))
    #expect(
      limits.verdict(on: still)
        == DirectionVerdict(
          reason: .priceUnconfirmed, slopeBasisPoints: 0))
  }

  @Test func `of the mirrored market is the other side with the same confidence`() {
    let seed: UInt64 = 20_260_114
    print("seed \(seed)")
    var random = SplitMix64(seed: seed)
    var sides = [0, 0, 0]
    for _ in 0..<2_000 {
      // Steps small enough that dividing by the first close hardly matters.
      var price: Int64 = 0
      let drift = Int64(random.next() % 81) - 40
      let steps = (0...12).map { _ -> Int64 in
        price += drift + Int64(random.next() % 41) - 20
        return price
      }
      let base: Int64 = 1_000_000_000_000
      let up = reference.verdict(on: window(steps.map { base + ($0 - steps[0]) * 1_000_000 }))
      let down = reference.verdict(on: window(steps.map { base - ($0 - steps[0]) * 1_000_000 }))
      #expect(up.side.rawValue == -down.side.rawValue)
      #expect(up.reason == down.reason)
      #expect(isClose(up.confidence, down.confidence))
      #expect(up.confidence >= 0 && up.confidence <= 1)
      sides[Int(up.side.rawValue) + 1] += 1
    }
    #expect(sides.allSatisfy { $0 > 100 }, "\(sides)")
  }
}

@Suite struct `A direction window` {
  @Test func `keeps what a look needs and no more`() {
    var window = DirectionWindow(look: 3, coherenceLookback: 1)
    for index in 1...10 as ClosedRange<Int64> {
      window.record(close: Price(micros: index), at: noon.adding(nanoseconds: index))
      window.record(coherence: Ratio(micros: index))
    }
    #expect(window.closes.oldestFirst.map(\.close?.micros) == [7, 8, 9, 10])
    #expect(window.coherences.oldestFirst.map(\.?.micros) == [9, 10])
  }

  @Test func `taken back from its lists decides and goes on as before`() {
    var window = DirectionWindow(look: 3, coherenceLookback: 2)
    for index in 1...9 as ClosedRange<Int64> {
      var taken = DirectionWindow(
        look: 3, coherenceLookback: 2, closes: window.closes.oldestFirst,
        coherences: window.coherences.oldestFirst)
      #expect(taken == window)
      let close = Price(micros: 1_000_000 + index * index)
      window.record(close: close, at: noon.adding(nanoseconds: index))
      taken.record(close: close, at: noon.adding(nanoseconds: index))
      window.record(coherence: index == 5 ? nil : Ratio(micros: index))
      taken.record(coherence: index == 5 ? nil : Ratio(micros: index))
      #expect(taken == window)
      #expect(taken.slopeBasisPoints(over: 3) == window.slopeBasisPoints(over: 3))
    }
  }

  @Test func `has no slope before it is full, nor over an invalid close`() {
    var window = DirectionWindow(look: 2, coherenceLookback: 0)
    let closes: [Int64?] = [1_000_000, 1_000_100, nil, 1_000_300, 0, 1, 1, 1]
    for (index, close) in closes.enumerated() {
      window.record(
        close: close.map { Price(micros: $0) }, at: noon.adding(nanoseconds: Int64(index)))
      let isWhole = index >= 7
      #expect((window.slopeBasisPoints(over: 2) != nil) == isWhole, "\(index)")
    }
  }

  @Test func `gives the slope of a shorter look than it was made for`() throws {
    var window = DirectionLimits().window(exitLook: 20)
    for index in 0..<30 as Range<Int64> {
      window.record(close: Price(micros: 1_000_000 + index * 100), at: noon)
    }
    let twenty = try #require(window.slopeBasisPoints(over: 20))
    let two = try #require(window.slopeBasisPoints(over: 2))
    #expect(isClose(twenty, 2_000.0 / 1_000_900 * 10_000))
    #expect(isClose(two, 200.0 / 1_002_700 * 10_000))
  }
}

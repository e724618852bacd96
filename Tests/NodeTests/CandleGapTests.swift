import Events
import Feeds
import Foundation
import Journal
import Market
import Node
import Numerics
import TestSupport
import Testing

@Suite struct `A gap between candles` {
  private let node = CandleNode()

  /// The steps of the metrics of one-sided candles that open at these instants.
  private func steps(_ opens: [String], _ granularity: Granularity) async throws -> [CandleStep] {
    let stamps = opens.compactMap { Timestamp(text: $0) }
    #expect(stamps.count == opens.count)
    try node.file("EUR_USD.csv", CandleText.bars(at: stamps))
    let files = try node.discover([node.path("EUR_USD.csv")], .told(granularity: granularity))
    let journal = UUID().uuidString
    try await node.run(files, into: journal)
    let metrics = try node.facts(journal).compactMap(\.metrics)
    #expect(metrics.map(\.openAt) == stamps)
    #expect(try node.replay(journal).isIdentical)
    return metrics.map(\.step)
  }

  /// The last bar before a break and the first behind it, by the hours of the break.
  private func step(over hours: Int64, _ granularity: Granularity) async throws -> CandleStep? {
    let bar = granularity.seconds
    let last = 1_704_412_800 / bar * bar
    let stamps = [last, last + hours * 3_600 + bar].map { seconds in
      Timestamp(nanoseconds: seconds * nanosecondsPerSecond).text
    }
    return try await steps(stamps, granularity).last
  }

  @Test func `of up to five bars is short, of up to 240 a seam, and more is a reset`() async throws
  {
    for (bars, step) in [
      (1, .contiguous), (2, .shortGap), (5, .shortGap), (6, .seam), (240, .seam), (241, .reset),
    ] as [(Int64, CandleStep)] {
      for granularity in [Granularity.m1, .m15, .h4] {
        let stamps = [0, 1, 1 + bars].map { number in
          Timestamp(nanoseconds: (1_000 + number) * granularity.nanoseconds).text
        }
        #expect(
          try await steps(stamps, granularity) == [.first, .contiguous, step],
          "\(bars) bars of \(granularity)")
      }
    }
  }

  @Test func `over a weekend is a reset of minutes and a seam of longer bars`() async throws {
    // Friday 21:59 or its bar to Sunday 21:00 UTC in summer: 48 hours less or more a bar.
    let minutes = try await steps(
      ["2024-07-05T20:58:00Z", "2024-07-05T20:59:00Z", "2024-07-07T21:00:00Z"], .m1)
    #expect(minutes == [.first, .contiguous, .reset])
    let quarters = try await steps(
      ["2024-07-05T20:30:00Z", "2024-07-05T20:45:00Z", "2024-07-07T21:00:00Z"], .m15)
    #expect(quarters == [.first, .contiguous, .seam])
    let hours = try await steps(
      ["2024-07-05T19:00:00Z", "2024-07-05T20:00:00Z", "2024-07-07T21:00:00Z"], .h1)
    #expect(hours == [.first, .contiguous, .seam])
    let fours = try await steps(
      ["2024-07-05T16:00:00Z", "2024-07-05T20:00:00Z", "2024-07-07T20:00:00Z"], .h4)
    #expect(fours == [.first, .contiguous, .seam])
    let days = try await steps(
      ["2024-07-04T00:00:00Z", "2024-07-05T00:00:00Z", "2024-07-07T00:00:00Z"], .d1)
    #expect(days == [.first, .contiguous, .shortGap])
  }

  @Test func `over the change to summer time and back is counted in bars, not by clocks`()
    async throws
  {
    // 47 hours in March, 49 in November: 188 and 196 quarters of an hour, both seams.
    #expect(try await step(over: 47, .m15) == .seam)
    #expect(try await step(over: 49, .m15) == .seam)
    #expect(try await step(over: 47, .m1) == .reset)
    // New York 2024-03-08 22:00 UTC to 2024-03-10 21:00 UTC, and 2024-11-01 21:00 to 11-03 22:00.
    let spring = try await steps(
      ["2024-03-08T21:30:00Z", "2024-03-08T21:45:00Z", "2024-03-10T21:00:00Z"], .m15)
    #expect(spring == [.first, .contiguous, .seam])
    let autumn = try await steps(
      ["2024-11-01T20:30:00Z", "2024-11-01T20:45:00Z", "2024-11-03T22:00:00Z"], .m15)
    #expect(autumn == [.first, .contiguous, .seam])
    // Clocks of UTC do not change: the night of the change itself is contiguous.
    let night = try await steps(
      ["2024-03-31T00:00:00Z", "2024-03-31T01:00:00Z", "2024-03-31T02:00:00Z"], .h1)
    #expect(night == [.first, .contiguous, .contiguous])
    // Sixty hours of a long weekend are 240 quarters: one more is a reset.
    #expect(try await step(over: 59, .m15) == .seam)
    #expect(try await step(over: 60, .m15) == .reset)
  }

  @Test func `leaves the next bit unlinked after a seam, and clears the register on a reset`()
    async throws
  {
    let start: Int64 = 28_000_000
    let first = (0..<80).map { start + $0 }
    let behind = (0..<5).map { start + 90 + $0 }
    let far = (0..<3).map { start + 1_000 + $0 }
    try node.file("EUR_USD.csv", CandleText.bars(first + behind + far))
    try await node.run(node.discover([node.path("EUR_USD.csv")]))
    let metrics = try node.facts().compactMap(\.metrics)
    #expect(metrics.count == 88)
    #expect(metrics[80].step == .seam)
    #expect(metrics[80].symbol == nil)
    #expect(metrics[80].pin == metrics[79].pin)
    #expect(metrics[81].step == .contiguous)
    #expect(metrics[81].symbol != nil)
    #expect(metrics[81].pin.link & 1 == 0)
    #expect(metrics[82].pin.link & 1 == 1)
    #expect(metrics[85].step == .reset)
    #expect(metrics[85].cleared == metrics[84].pin)
    #expect(metrics[85].pin == Pin())
    #expect(metrics[85].state == .flux && metrics[85].generation == 0)
  }
}

@Suite struct `Real candles` {
  private let node = CandleNode()

  /// In debug a part of a set is enough: all of it takes minutes.
  #if DEBUG
    private static let isWhole = false
  #else
    private static let isWhole = true
  #endif

  private struct RealSet: CustomTestStringConvertible {
    let folder: String
    let granularity: Granularity
    let instruments: Int
    let rows: Int64
    /// First instant left out in debug.
    let partEnd: String
    var testDescription: String { folder }
  }

  private static let sets = [
    RealSet(
      folder: "M1/mt5", granularity: .m1, instruments: 5, rows: 438_452,
      partEnd: "2025-12-02T04:00:00Z"),
    RealSet(
      folder: "M15/mt5", granularity: .m15, instruments: 8, rows: 140_256,
      partEnd: "2025-06-17T00:00:00Z"),
  ]

  @Test(
    .enabled(if: RecordedCandles.areHere, Comment(rawValue: RecordedCandles.whyNot)),
    arguments: sets)
  private func `run, replay as identical and verify`(set: RealSet) async throws {
    let files = try node.discover([RecordedCandles.path(set.folder)])
    #expect(files.count == set.instruments)
    #expect(files.allSatisfy { $0.candles?.granularity == set.granularity })
    let end = Self.isWhole ? nil : Timestamp(text: set.partEnd)
    let summary = try await node.run(files, to: end)
    #expect(summary.failure == nil)
    #expect(summary.rejected == 0)
    #expect(Self.isWhole ? summary.inputs == set.rows : summary.inputs > 400)
    let report = try node.replay()
    #expect(report.isIdentical && report.isProof)
    #expect(report.contentDigest == summary.contentDigest)
    #expect(try JournalVerifier.verify(node.path("journal")).isGood)
    try checkSteps(set.granularity, instruments: set.instruments)
  }

  /// Counts each step by the distances of the recorded opens alone.
  private func checkSteps(_ granularity: Granularity, instruments: Int) throws {
    var last = [Int64?](repeating: nil, count: instruments)
    var seen = [Int](repeating: 0, count: CandleStep.allCases.count)
    var expected = CandleStep.first
    try node.reading { log, path in
      try RecordedEvents.forEach(in: log, path: path, from: 1, to: .max) { recorded in
        if let candle = recorded.event.candle {
          let bar = candle.openAt.nanoseconds / granularity.nanoseconds
          let before = last[candle.instrument.index]
          last[candle.instrument.index] = bar
          switch before.map({ bar - $0 }) {
          case nil: expected = .first
          case 1: expected = .contiguous
          case 2, 3, 4, 5: expected = .shortGap
          case .some(6...240): expected = .seam
          default: expected = .reset
          }
        }
        if let metrics = recorded.metrics {
          if metrics.step != expected { Issue.record("\(metrics.step) at \(metrics.openAt)") }
          seen[Int(expected.rawValue)] += 1
        }
        return true
      }
    }
    #expect(seen[Int(CandleStep.first.rawValue)] == instruments)
    #expect(seen[Int(CandleStep.contiguous.rawValue)] > 100)
    guard Self.isWhole else { return }
    #expect(seen[Int(CandleStep.shortGap.rawValue)] > 0)
    #expect(seen[Int(CandleStep.seam.rawValue)] > 0)
    // A weekend of minutes is a reset; one of quarters is a seam, and nothing of theirs is longer.
    #expect((seen[Int(CandleStep.reset.rawValue)] > 0) == (granularity == .m1))
  }
}

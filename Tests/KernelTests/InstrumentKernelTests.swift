import Kernel
import Market
import Testing

@Suite struct `The kernel of one instrument` {
  private static let start: Int64 = 1_720_137_600_000

  private func candle(_ bar: Int64, close: Int64, volume: Int64 = 1) -> CandleInput {
    CandleInput(
      openMilliseconds: Self.start + bar * CandleInput.minute, open: close, high: close + 5,
      low: close - 5, close: close, volume: volume)
  }

  @Test(
    arguments: [
      (1, .contiguous), (2, .shortGap), (5, .shortGap), (6, .seam), (240, .seam), (241, .reset),
    ] as [(Int64, CandleStep)])
  func `names the step to a candle by the bars between`(bars: Int64, step: CandleStep) {
    var kernel = InstrumentKernel()
    #expect(kernel.apply(candle(0, close: 1_000)).step == .first)
    #expect(kernel.apply(candle(bars, close: 1_010)).step == step)
  }

  @Test func `records a return for a flat candle, but no bit`() {
    var kernel = InstrumentKernel()
    _ = kernel.apply(candle(0, close: 1_000))
    let flat = kernel.apply(candle(1, close: 1_000))
    #expect(flat.returnPpb == 0)
    #expect(flat.symbol == nil && flat.undo == nil)
    #expect(flat.pin == Pin())
    #expect(kernel.day.exposureMilliseconds == 60_000)
  }

  @Test func `is exposed to breaks over compared bars only, each bar of a gap counted`() {
    var kernel = InstrumentKernel()
    for (bar, close) in [(0, 1_000), (1, 1_001), (5, 1_000), (30, 900), (31, 901)]
      as [(Int64, Int64)]
    {
      _ = kernel.apply(candle(bar, close: close))
    }
    #expect(kernel.day.exposureMilliseconds == (1 + 4 + 1) * 60_000)
    // One break was seen: the bit after the seam differs too, but is not linked.
    #expect(kernel.day.flips == 1)
    #expect(kernel.day.lambda.micros == 166_667)
  }

  @Test func `does not link the bit after a seam, however late it comes`() {
    var kernel = InstrumentKernel()
    for bar in 0..<4 { _ = kernel.apply(candle(Int64(bar), close: 1_000 + Int64(bar))) }
    let seam = kernel.apply(candle(10, close: 1_100))
    #expect(seam.returnPpb == nil && seam.symbol == nil)
    let flat = kernel.apply(candle(11, close: 1_100))
    #expect(flat.pin.link == 0b011)
    #expect(kernel.apply(candle(12, close: 1_101)).pin.link == 0b0110)
    #expect(kernel.apply(candle(13, close: 1_102)).pin.link == 0b0_1101)
  }

  @Test func `forgets everything but the day at a reset`() {
    var kernel = InstrumentKernel()
    for bar in 0..<40 { _ = kernel.apply(candle(Int64(bar), close: 1_000 + Int64(bar))) }
    let before = kernel.barPin
    let met = kernel.day.hazards.met(atAge: 1)
    let reset = kernel.apply(candle(300, close: 900))
    #expect(reset.clearedPin == before)
    #expect(reset.pin == Pin() && reset.sigmaPpb == 0 && reset.state == .flux)
    #expect(reset.triad.entropy.micros == 1_000_000 && !reset.triad.ready)
    #expect(kernel.day.hazards.met(atAge: 1) == met && met > 0)
  }

  @Test func `counts a candle to the date on which it opens`() {
    var kernel = InstrumentKernel()
    // 1,720,137,600,000 ms is midnight: the bar before it belongs to the day before.
    _ = kernel.apply(candle(-2, close: 1_000))
    _ = kernel.apply(candle(-1, close: 1_001))
    let yesterday = kernel.day
    _ = kernel.apply(candle(0, close: 1_002))
    #expect(yesterday.returnCount == 1)
    #expect(kernel.day.returnCount == 1)
    #expect(kernel.day.day == yesterday.day.map { $0 + 1 })
  }

  @Test func `moves its state only when told to`() {
    var (told, untold) = (InstrumentKernel(), InstrumentKernel())
    for bar in 0..<60 {
      let next = candle(Int64(bar), close: 1_000 + Int64(bar))
      let answer = told.apply(next)
      let open = Timestamp(nanoseconds: next.openMilliseconds * nanosecondsPerMillisecond)
      let result = untold.candle(
        openAt: open, open: next.open, high: next.high, low: next.low, close: next.close,
        volume: next.volume, barNanoseconds: 60 * nanosecondsPerSecond)
      #expect(result.window == answer.window)
      #expect(untold.phase == .flux)
      #expect(result.generation == (result.window.ready ? 1 : 0))
    }
    // 59 rises make 58 pairs; from the 32nd pair on the state is not flux.
    #expect(told.phase == SignalPhase(state: .converged, generation: 27))
  }

  @Test func `does not trap at the ends of what Ingest lets through`() {
    let top: Int64 = (1 << 31) - 1
    let last = Timestamp.limit.nanoseconds - 1
    var kernel = InstrumentKernel()
    for bar in [1, 3_600 * nanosecondsPerSecond, 604_800 * nanosecondsPerSecond, .max] as [Int64] {
      for openAt in [0, 1, 2, bar / 2, last - 1, last] as [Int64] {
        for (close, volume) in [(1, 0), (top, .max), (top, 0), (1, .max)] as [(Int64, Int64)] {
          let result = kernel.candle(
            openAt: Timestamp(nanoseconds: min(openAt, last)), open: 1, high: top, low: 1,
            close: close, volume: volume, barNanoseconds: bar)
          kernel.adopt(state: result.state, generation: .max)
          kernel.tick(mid: close, at: Timestamp(nanoseconds: min(openAt, last)))
        }
      }
    }
    #expect(kernel.day.lambda.micros >= 0 && kernel.day.sigmaPpb >= 0)
  }
}

@Suite struct `The tick register` {
  private let second = nanosecondsPerSecond

  @Test func `tells a seam from a reset at their exact limits`() {
    var kernel = InstrumentKernel()
    var now: Int64 = 0
    func step(_ seconds: Int64, _ extra: Int64 = 0) -> TickStep {
      now += seconds * second + extra
      return kernel.tick(mid: 1_000, at: Timestamp(nanoseconds: now))
    }
    #expect(step(5) == .first)
    #expect(step(0) == .unchanged)
    #expect(step(300) == .unchanged)
    #expect(step(300, 1) == .seam)
    #expect(step(14_400) == .seam)
    #expect(step(14_400, 1) == .reset)
  }

  @Test func `does not link the first move after a seam, and starts anew at a reset`() {
    var kernel = InstrumentKernel()
    for (index, mid) in ([10, 11, 12, 11] as [Int64]).enumerated() {
      kernel.tick(mid: mid, at: Timestamp(nanoseconds: Int64(index)))
    }
    kernel.tick(mid: 20, at: Timestamp(nanoseconds: 301 * second))
    #expect(kernel.tickPin == Pin(bits: 0b110, link: 0b011, fill: 3))
    kernel.tick(mid: 21, at: Timestamp(nanoseconds: 302 * second))
    #expect(kernel.tickPin == Pin(bits: 0b1101, link: 0b0110, fill: 4))
    kernel.tick(mid: 30, at: Timestamp(nanoseconds: 30_000 * second))
    #expect(kernel.tickPin == Pin())
    #expect(kernel.tickTriadMetrics.entropy.micros == 1_000_000)
  }
}

import Events
import Market
import Numerics
import Testing

/// The short way of reading a quote, beside the general one.
@Suite struct `A quote read in place` {
  /// The frames of a page: quotes, ordinary and not, and actor behind them.
  private func page(
    _ count: Int, seed: UInt64, at random: inout SplitMix64
  ) -> ByteBuffer {
    var page = ByteBuffer()
    for _ in 0..<count {
      var tick = TickReceived(
        instrument: InstrumentID(UInt16(truncatingIfNeeded: number(&random))),
        bid: Price(micros: Int64(bitPattern: number(&random))),
        ask: Price(micros: Int64(bitPattern: number(&random))))
      switch random.next(below: 12) {
      case 0: tick.bid = nil
      case 1: tick.merged = 3
      case 2: tick.fromCandle = .close
      default: break
      }
      let at = Timestamp(nanoseconds: Int64(number(&random) >> 2))
      let input = Input(
        time: at, occurredAt: Timestamp(nanoseconds: Int64(number(&random) >> 2)),
        source: UInt16(truncatingIfNeeded: number(&random)), position: Int64(number(&random) >> 1),
        principal: random.next(below: 5) == 0 ? 700 : 0, body: .tickReceived(tick))
      let head = FrameHead(
        minor: 0, isNode: false, atDelta: Int64(number(&random) >> 2), at: at, input: input)
      page.append(head, because: Because(), body: input.body, arena: ByteBuffer())
    }
    return page
  }

  /// Numbers of every length alike.
  private func number(_ random: inout SplitMix64) -> UInt64 {
    random.next() >> random.next(below: 64)
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `says what the general way says, or nothing`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let page = page(400, seed: seed, at: &random)
    var offset = 0
    var short = 0
    while offset < page.count {
      let frame = try Frame.parse(page.bytes, at: offset, end: page.count)
      if let quote = QuoteFrame(page.bytes, at: offset) {
        short += 1
        var arena = ByteBuffer()
        guard case .tickReceived(let tick) = try frame.body(in: page.bytes, arena: &arena) else {
          Issue.record("seed \(seed): no tick at \(offset)")
          return
        }
        #expect(quote.end == frame.end && quote.atDelta == frame.atDelta, "seed \(seed)")
        #expect(quote.occurredLag == frame.occurredLag, "seed \(seed)")
        #expect(quote.source == frame.source && quote.position == frame.position, "seed \(seed)")
        #expect(quote.instrument == tick.instrument.number, "seed \(seed)")
        #expect(quote.bid == tick.bid?.micros && quote.ask == tick.ask?.micros, "seed \(seed)")
        #expect(tick.firstMid == nil && tick.merged == nil && tick.fromCandle == nil)
      }
      offset = frame.end
    }
    #expect(short > 100, "seed \(seed)")
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `never takes what the general way refuses`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var page = page(60, seed: seed, at: &random)
    for _ in 0..<3_000 {
      let place = Int(random.next(below: UInt64(page.count)))
      let before = page.bytes[place]
      page.replace(at: place, with: [UInt8(truncatingIfNeeded: random.next())])
      for offset in max(0, place - 100)...place {
        guard let quote = QuoteFrame(page.bytes, at: offset) else { continue }
        var arena = ByteBuffer()
        let frame = try? Frame.parse(page.bytes, at: offset, end: page.count)
        let body = try? frame?.body(in: page.bytes, arena: &arena)
        #expect(body != nil && frame?.end == quote.end, "seed \(seed), byte \(place)")
        #expect(frame.map { (try? Frame.isFirst(page.bytes, at: $0.end)) == true } == true)
      }
      page.replace(at: place, with: [before])
    }
  }

  @Test func `leaves the end of a page, and the first of a longer turn, to the general way`() throws
  {
    var random = SplitMix64(seed: 1)
    var buffer = page(1, seed: 1, at: &random)
    #expect(QuoteFrame(buffer.bytes, at: 0) == nil)
    // A quote of small numbers with actor behind it, and then the frame behind no first of its turn.
    buffer.removeAll()
    let tick = TickReceived(
      instrument: InstrumentID(0), bid: Price(micros: 10), ask: Price(micros: 20))
    let input = Input(
      time: .zero, occurredAt: .zero, source: 1, position: 1, body: .tickReceived(tick))
    let head = FrameHead(minor: 0, isNode: false, atDelta: 5, at: .zero, input: input)
    for _ in 0..<20 {
      buffer.append(head, because: Because(), body: input.body, arena: ByteBuffer())
    }
    let frame = try Frame.parse(buffer.bytes, at: 0, end: buffer.count)
    #expect(QuoteFrame(buffer.bytes, at: 0)?.end == frame.end)
    buffer.replace(at: frame.end + 3, with: [1])
    #expect(QuoteFrame(buffer.bytes, at: 0) == nil)
  }
}

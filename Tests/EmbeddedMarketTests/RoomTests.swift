import EmbeddedMarket
import Events
import Market
import Testing

@Suite struct `The rooms` {
  private struct Seen {
    var refused = 0
    var quotes = 0
    var ready = [Int](repeating: 0, count: 8)
    var converged = [Int](repeating: 0, count: 8)

    mutating func note(_ body: EventBody, _ arena: borrowing ByteBuffer) {
      switch body {
      case .tickReceived: quotes += 1
      case .tickRejected: refused += 1
      case .metricsComputed(let place):
        let metrics = arena[place]
        guard metrics.ready else { return }
        ready[metrics.instrument.index] += 1
        converged[metrics.instrument.index] += metrics.state == .converged ? 1 : 0
      default: break
      }
    }
  }

  @Test(arguments: [1, 4] as [UInt64])
  func `accept every synthetic quote and see more than a coin`(seed: UInt64) throws {
    var seen = Seen()
    let run = try EngineRun(seed: seed, days: 2)
    try run.eachBody { seen.note($0, $1) }
    #expect(seen.quotes > 70_000)
    #expect(seen.refused == 0)
    let shares = zip(seen.converged, seen.ready).map { Double($0) / Double($1) }
    // A fair coin is converged in 0.08 of its bars (metrics-kernel.md, section 16).
    #expect((shares.max() ?? 0) > 0.2, "\(shares)")
  }

  @Test func `decide a synthetic market again as they did`() throws {
    let run = try EngineRun(seed: 6, days: 1)
    #expect(run.inputs > 30_000)
    #expect(try run.replay() == nil)
    #expect(try EngineRun(seed: 6, days: 1).frames == run.frames)
  }
}

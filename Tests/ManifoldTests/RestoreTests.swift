import Events
import Manifold
import Market
import Numerics
import TestSupport
import Testing
import Turns

@Suite struct `A manifold that is restored` {
  private func bars(_ count: Int, seed: UInt64) -> [Bar] {
    print("seed \(seed)")
    var market = WanderingMarket(seed: seed)
    return market.bars(count)
  }

  /// The documents that are open, and how many looks are remembered.
  private func state(_ run: MarketRun) -> [String] {
    ([0, 1] as [UInt16]).map { instrument in
      let id = InstrumentID(instrument)
      let text = run.openDocument(of: instrument)?.text ?? []
      return String(decoding: text, as: UTF8.self)
        + " \(run.reducers.manifold.rememberedSignatures(of: id) ?? -1)"
    }
  }

  @Test func `replays as identical, over days and two instruments`() throws {
    let run = MarketRun([.euroDollar, .poundDollar])
    let (euro, pound) = (bars(3_000, seed: 1), bars(3_000, seed: 2))
    for (euro, pound) in zip(euro, pound) {
      run.apply(euro)
      run.apply(pound, of: 1)
    }
    let kinds = try run.facts().map(\.kind)
    #expect(kinds.filter { $0 == .manifoldDayClosed }.count >= 4)
    #expect(kinds.filter { $0 == .signalComputed }.count > 1_000)
    #expect(try run.tape.difference() == nil)
  }

  @Test(arguments: [3, 4] as [UInt64])
  func `goes on from every tenth snapshot and every restored journal alike`(seed: UInt64) throws {
    let all = bars(1_600, seed: seed)
    let whole = MarketRun()
    whole.apply(all)
    #expect(try whole.facts().contains { $0.kind == .manifoldDayClosed })

    let growing = MarketRun()
    for (number, bar) in all.enumerated() {
      if number % 10 == 0 && number % 400 != 0 {
        // A snapshot is a copy of the reducers.
        let copy = MarketRun(after: growing)
        copy.apply(Array(all[number..<min(number + 30, all.count)]))
        let end = copy.tape.turns.count
        #expect(copy.tape.turns[...] == whole.tape.turns[..<end], "snapshot \(number)")
      }
      if number % 400 == 0 {
        let restored = try MarketRun(restoring: growing.tape)
        #expect(state(restored) == state(growing))
        restored.apply(Array(all[number...]))
        #expect(restored.tape == whole.tape, "restored at \(number)")
      }
      growing.apply(bar)
    }
    #expect(growing.tape == whole.tape)
  }

  @Test func `takes the stride and the decimals of the newest opening`() throws {
    let all = bars(1_200, seed: 5)
    let run = MarketRun([.euroDollar], Opening(stride: 4, precision: 2))
    run.apply(Array(all[..<600]))
    run.open(Opening(stride: 1, precision: 3, thresholds: [4, 10, 3, 8]))
    run.apply(Array(all[600...]))
    let signals = try run.signals()
    let asOf = (all[600].openMilliseconds + minute) * nanosecondsPerMillisecond
    let (before, after) = (
      signals.filter { $0.facts.asOf.nanoseconds < asOf },
      signals.filter { $0.facts.asOf.nanoseconds >= asOf }
    )
    #expect(before.allSatisfy { $0.signature.precision == 2 } && before.count < 160)
    #expect(after.allSatisfy { $0.signature.precision == 3 } && after.count > 400)
    #expect(try run.tape.difference() == nil)
    let restored = try MarketRun(restoring: run.tape)
    #expect(state(restored) == state(run))
  }

  @Test func `holds the signals that were recorded, not those it would say itself`() throws {
    // What a stride of one said is applied by reducers that were told of a stride of seven.
    let all = bars(1_500, seed: 6)
    let run = MarketRun([.euroDollar], Opening(stride: 1, precision: 1))
    run.apply(all)
    var tape = run.tape
    let other = MarketRun([.euroDollar], Opening(stride: 7, precision: 4))
    tape.turns[0] = other.tape.turns[0]
    let restored = try MarketRun(restoring: tape)
    #expect(state(restored) == state(run))
    let difference = try #require(try tape.difference())
    #expect(difference.recorded?.kind == .signalComputed)
    #expect(difference.replayed == nil)
  }

  @Test func `holds a state that was recorded under other thresholds`() throws {
    let all = bars(1_500, seed: 7)
    let run = MarketRun([.euroDollar], Opening(stride: 1))
    run.apply(all)
    var tape = run.tape
    let strict = MarketRun([.euroDollar], Opening(stride: 1, thresholds: [4, 10, 3, 8]))
    tape.turns[0] = strict.tape.turns[0]
    strict.apply(all)
    #expect(strict.openDocument()?.day.states != run.openDocument()?.day.states)
    let restored = try MarketRun(restoring: tape)
    #expect(state(restored) == state(run))
  }

  @Test func `counts a recorded signal as it stands`() throws {
    let run = MarketRun([.euroDollar], Opening(stride: 1))
    run.apply(bars(200, seed: 8))
    var manifold = ManifoldReducer()
    var outbox = Outbox()
    var flipped = 0
    for turn in run.tape.turns {
      try turn.withUnsafeBytes { bytes in
        for frame in try Tape.frames(of: bytes) {
          var event = try frame.event(
            in: bytes, sequence: 1, at: .zero, arena: &outbox.arena)
          if case .signalComputed(let place) = event.body, outbox[place].state == .flux {
            var signal = outbox[place]
            signal.state = .converged
            signal.band = .cold
            event.body = .signalComputed(outbox.arena.put(signal))
            flipped += 1
          }
          manifold.apply(event, into: &outbox)
          outbox.clear()
        }
      }
    }
    let day = try #require(manifold.openDocument(of: InstrumentID(0))?.day)
    let recorded = try #require(run.openDocument()?.day)
    #expect(flipped > 20)
    #expect(day.states[0] == 0 && day.states[2] == recorded.states[2] + Int64(flipped))
    #expect(day.ruptureFlips == recorded.ruptureFlips)
  }

  @Test func `hears without a trap what no kernel of ours says`() throws {
    let run = MarketRun([.euroDollar], Opening(stride: 1))
    run.apply(bars(60, seed: 9))
    let metrics = try #require(
      try run.facts().compactMap { fact -> MetricsComputed? in
        guard let metrics = fact.metrics, metrics.ready else { return nil }
        return metrics
      }.last)
    let signals: [(inout MetricsComputed) -> Void] = [
      { $0.coherence = Ratio(micros: -1) }, { $0.stability = Ratio(micros: 1_000_001) },
      { $0.entropy = Ratio(micros: .max) }, { $0.evidenceQ32 = .max }, { $0.evidenceQ32 = -1 },
      { $0.asOf = $0.openAt }, { $0.asOf = .zero }, { $0.openAt = .zero },
      { $0.asOf = $0.openAt.adding(nanoseconds: 1) }, { $0.instrument = InstrumentID(9) },
    ]
    for change in signals {
      var manifold = run.reducers.manifold
      let before = manifold.openDocument(of: InstrumentID(0))?.text
      var other = metrics
      change(&other)
      var outbox = Outbox()
      manifold.apply(
        Event(
          sequence: 999, cause: 0, at: .zero, occurredAt: .zero, isInput: false,
          body: .metricsComputed(outbox.arena.put(other))), into: &outbox)
      #expect(outbox.emitted.isEmpty)
      #expect(manifold.openDocument(of: InstrumentID(0))?.text == before)
    }
    var manifold = run.reducers.manifold
    var wide = metrics
    wide.overlapCount = 255
    wide.flipCount = 255
    wide.runAge = 255
    wide.sigmaEff = .min
    wide.price = Price(micros: .min)
    wide.generation = .max
    var outbox = Outbox()
    for _ in 0..<2 {
      manifold.apply(
        Event(
          sequence: 999, cause: 0, at: .zero, occurredAt: .zero, isInput: false,
          body: .metricsComputed(outbox.arena.put(wide))), into: &outbox)
    }
    let emitted = outbox.emitted
    for emitted in emitted {
      manifold.apply(
        Event(
          sequence: 1_000, cause: 0, at: .zero, occurredAt: .zero, isInput: false,
          body: emitted.body),
        into: &outbox)
    }
    let text = try #require(manifold.openDocument(of: InstrumentID(0))?.text)
    #expect(String(decoding: text, as: UTF8.self).contains("\"sigma_eff\":-9223372036.854775808"))
  }

  @Test func `leaves out of its day a candle of an earlier date and its signal`() throws {
    let run = MarketRun([.euroDollar], Opening(stride: 1))
    run.apply(bars(60, seed: 10))
    let facts = try run.facts()
    let place = try #require(facts.lastIndex { $0.kind == .signalComputed })
    guard var metrics = facts[Int(facts[place].cause) - 1].metrics,
      var signal = facts[place].signal?.facts
    else {
      Issue.record("no signal with its metrics")
      return
    }
    let day = 86_400 * nanosecondsPerSecond
    metrics.openAt = metrics.openAt.adding(nanoseconds: -day)
    metrics.asOf = metrics.asOf.adding(nanoseconds: -day)
    signal.asOf = metrics.asOf
    var manifold = run.reducers.manifold
    let before = manifold.openDocument(of: InstrumentID(0))?.text
    var outbox = Outbox()
    signal.signature = outbox.arena.intern("c0.00_s0.50_e1.00")
    let bodies = [
      EventBody.metricsComputed(outbox.arena.put(metrics)),
      .signalComputed(outbox.arena.put(signal)),
    ]
    for body in bodies {
      manifold.apply(
        Event(
          sequence: 999, cause: 0, at: .zero, occurredAt: .zero, isInput: false, body: body),
        into: &outbox)
    }
    #expect(manifold.openDocument(of: InstrumentID(0))?.text == before)
    #expect(outbox.emitted.map(\.body.kind) == [.signalComputed])
  }

  @Test func `passes over a signal whose signature is none`() throws {
    let run = MarketRun([.euroDollar], Opening(stride: 1))
    run.apply(bars(60, seed: 12))
    let last = try #require(try run.facts().last { $0.kind == .signalComputed })
    var signal = try #require(last.signal?.facts)
    var outbox = Outbox()
    signal.signature = outbox.arena.intern("nothing")
    var manifold = run.reducers.manifold
    manifold.apply(
      Event(
        sequence: 999, cause: 0, at: .zero, occurredAt: .zero, isInput: false,
        body: .signalComputed(outbox.arena.put(signal))), into: &outbox)
    #expect(
      manifold.openDocument(of: InstrumentID(0))?.text == run.openDocument()?.text)
  }
}

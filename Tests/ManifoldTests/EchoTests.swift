import Events
import Manifold
import Market
import Numerics
import TestSupport
import Testing

private let hour = 3_600 * nanosecondsPerSecond
private let minuteBar = 60 * nanosecondsPerSecond

@Suite struct `The memory of signatures` {
  private let look = Signature(
    coherence: Ratio(micros: 190_000), stability: Ratio(micros: 550_000),
    entropy: Ratio(micros: 940_000), precision: 2)
  private let other = Signature(
    coherence: Ratio(micros: 10_000), stability: Ratio(micros: 500_000),
    entropy: Ratio(micros: 990_000), precision: 2)
  private let noon = Timestamp(nanoseconds: midnight("2024-07-05") * 1_000_000 + 12 * hour)

  private func after(_ minutes: Int64) -> Timestamp {
    noon.adding(nanoseconds: minutes * minuteBar)
  }

  /// What each of several signals, minutes after noon, tells.
  private func derived(
    _ minutes: [Int64], bar: Int64 = minuteBar
  ) -> [Repetition] {
    var memory = EchoMemory()
    return minutes.map { minutes in
      let told = memory.repetition(of: look, at: after(minutes), barNanoseconds: bar)
      memory.apply(look, at: after(minutes), barNanoseconds: bar, sequence: 1)
      return told
    }
  }

  @Test func `counts as the vectors do`() throws {
    let cases = try Vectors.read("kernel/v1-signature-echo.json")["cases"].list()
    let rows = try #require(try cases.first { try $0["name"].text() == "stream" })["rows"].list()
    #expect(rows.count >= 160)
    var memory = EchoMemory()
    for (number, row) in rows.enumerated() {
      let time = Timestamp(nanoseconds: try row[0].integer() * nanosecondsPerMillisecond)
      let signature = Signature(
        coherence: Ratio(micros: try row[1].integer()),
        stability: Ratio(micros: try row[2].integer()),
        entropy: Ratio(micros: try row[3].integer()), precision: 2)
      #expect(signature.text == (try row[4].text()))
      let told = memory.repetition(of: signature, at: time, barNanoseconds: minuteBar)
      #expect(told.countHour == (try row[5].integer()), "row \(number)")
      #expect(
        told.firstSeen.nanoseconds == (try row[6].integer()) * nanosecondsPerMillisecond,
        "row \(number)")
      #expect(told.echoCount == (try row[7].integer()), "row \(number)")
      memory.apply(signature, at: time, barNanoseconds: minuteBar, sequence: UInt64(number + 1))
    }
  }

  @Test func `counts a signal an hour old, but none older`() {
    let told = derived([0, 60, 121])
    #expect(told.map(\.countHour) == [1, 2, 1])
    #expect(told.map(\.firstSeen) == [after(0), after(0), after(121)])
  }

  @Test func `takes for an echo only what is 64 bars from the echo before`() {
    #expect(derived([0, 63, 64, 127, 128]).map(\.echoCount) == [0, 0, 1, 1, 2])
    #expect(derived([0, 64, 960], bar: 15 * minuteBar).map(\.echoCount) == [0, 0, 1])
  }

  @Test func `forgets an echo after a day`() {
    #expect(derived([0, 1_440]).map(\.echoCount) == [0, 1])
    #expect(derived([0, 1_441]).map(\.echoCount) == [0, 0])
  }

  @Test func `remembers by its newest signal, whichever was heard last`() {
    var memory = EchoMemory()
    memory.apply(look, at: after(100), barNanoseconds: minuteBar, sequence: 1)
    memory.apply(look, at: after(50), barNanoseconds: minuteBar, sequence: 2)
    #expect(memory.newestSignal(with: look, at: after(1_540)) == 2)
    #expect(memory.newestSignal(with: look, at: after(1_541)) == 0)
  }

  @Test func `reckons an hour and a day to the nanosecond`() {
    var memory = EchoMemory()
    memory.apply(look, at: noon, barNanoseconds: minuteBar, sequence: 3)
    func told(after nanoseconds: Int64) -> Repetition {
      memory.repetition(
        of: look, at: noon.adding(nanoseconds: nanoseconds), barNanoseconds: minuteBar)
    }
    #expect(told(after: hour).countHour == 2 && told(after: hour + 1).countHour == 1)
    #expect(told(after: 24 * hour).echoCount == 1 && told(after: 24 * hour + 1).echoCount == 0)
    #expect(told(after: 64 * minuteBar).echoCount == 1)
    #expect(told(after: 64 * minuteBar - 1).echoCount == 0)
    let late = [24 * hour, 24 * hour + 1].map {
      memory.newestSignal(with: look, at: noon.adding(nanoseconds: $0))
    }
    #expect(late == [3, 0])
  }

  @Test func `tells without changing, until the signal is heard`() {
    var memory = EchoMemory()
    let before = memory
    _ = memory.repetition(of: look, at: noon, barNanoseconds: minuteBar)
    #expect(memory == before)
    memory.apply(look, at: noon, barNanoseconds: minuteBar, sequence: 9)
    #expect(memory != before)
  }

  @Test func `names the newest signal of a look for a day, swept or not`() {
    var memory = EchoMemory()
    memory.apply(look, at: noon, barNanoseconds: minuteBar, sequence: 7)
    #expect(memory.newestSignal(with: look, at: after(1_440)) == 7)
    #expect(memory.newestSignal(with: look, at: after(1_441)) == 0)
    #expect(memory.newestSignal(with: other, at: after(1)) == 0)
    // Still within the quarter of a day of the sweep before: the entry stands, and is not named.
    memory.apply(other, at: after(1_440), barNanoseconds: minuteBar, sequence: 8)
    memory.apply(other, at: after(1_442), barNanoseconds: minuteBar, sequence: 9)
    #expect(memory.count == 2)
    #expect(memory.newestSignal(with: look, at: after(1_442)) == 0)
    memory.apply(other, at: after(1_800), barNanoseconds: minuteBar, sequence: 10)
    #expect(memory.count == 1)
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `never holds more looks than there were signals in 30 hours`(seed: UInt64) {
    print("seed \(seed)")
    var random = SplitMix64(seed: seed)
    var memory = EchoMemory()
    var most = 0
    for number in 0..<(30 * 360) {
      let signature = Signature(
        coherence: Ratio(micros: Int64(random.next(below: 1_000_001))),
        stability: Ratio(micros: Int64(random.next(below: 1_000_001))),
        entropy: Ratio(micros: Int64(random.next(below: 1_000_001))), precision: 4)
      memory.apply(
        signature, at: after(4 * Int64(number)), barNanoseconds: minuteBar,
        sequence: UInt64(number + 1))
      most = max(most, memory.count)
    }
    // A signal every four minutes makes 15 an hour; nearly all looks differ.
    #expect(most <= 30 * 15 + 1)
    #expect(most >= 29 * 15)
  }

  @Test(arguments: [4, 5] as [UInt64])
  func `tells the same as one that never sweeps`(seed: UInt64) {
    print("seed \(seed)")
    var random = SplitMix64(seed: seed)
    for bar in [minuteBar, 15 * minuteBar, 240 * minuteBar] {
      var memory = EchoMemory()
      var plain = [PlainDeques(), PlainDeques()]
      var time = noon
      for number in 0..<600 {
        time = time.adding(nanoseconds: bar * 4 * Int64(1 + random.next(below: 40)))
        let which = Int(random.next(below: 2))
        let signature = which == 0 ? look : other
        let told = memory.repetition(of: signature, at: time, barNanoseconds: bar)
        #expect(told == plain[which].add(time, bar), "bar \(bar), signal \(number)")
        memory.apply(signature, at: time, barNanoseconds: bar, sequence: 1)
      }
    }
  }
}

/// The two deques of section 9, word for word, for ever.
private struct PlainDeques {
  private var times: [Int64] = []
  private var echoes: [Int64] = []

  mutating func add(_ time: Timestamp, _ bar: Int64) -> Repetition {
    let t = time.nanoseconds
    while let front = times.first, t - front > hour { times.removeFirst() }
    times.append(t)
    if echoes.isEmpty || t - echoes[echoes.count - 1] >= 64 * bar { echoes.append(t) }
    while let front = echoes.first, t - front > 24 * hour { echoes.removeFirst() }
    return Repetition(
      countHour: Int64(times.count), echoCount: max(0, Int64(echoes.count) - 1),
      firstSeen: Timestamp(nanoseconds: times[0]))
  }
}

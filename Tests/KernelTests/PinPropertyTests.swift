import Kernel
import Market
import Numerics
import Testing

@Suite struct `A pin under random pushes` {
  private static let seeds: [UInt64] = [1, 2, 3, 4, 5, 6, 7, 8]

  /// Property 1 of section 19, with the triad and its undo.
  @Test(arguments: seeds)
  func `walks back to the empty register, record by record`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var (pin, triad) = (Pin(), Triad())
    var walk: [(pin: Pin, triad: Triad, ofPin: PinUndo, ofTriad: TriadUndo)] = []
    for _ in 0..<400 {
      let before = (pin, triad)
      let undo = pin.pushRandom(&random)
      walk.append((before.0, before.1, undo, triad.push(after: pin)))
      #expect(pin.previous == before.0.bits, "seed \(seed)")
    }
    for (step, record) in walk.enumerated().reversed() {
      triad.undo(record.ofTriad, after: pin)
      pin.undo(record.ofPin)
      #expect(pin == record.pin, "seed \(seed), step \(step)")
      #expect(triad == record.triad, "seed \(seed), step \(step)")
    }
    #expect(pin == Pin() && triad == Triad(), "seed \(seed)")
  }

  /// Property 2 of section 19.
  @Test(arguments: seeds)
  func `is counted as a naive loop over its pairs counts`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var pin = Pin()
    var naive = NaiveWindow()
    for step in 0..<300 {
      let (bit, linked) = (random.next(below: 2) == 1, random.next(below: 6) > 0)
      pin.push(bit, linked: linked)
      naive.push(bit, linked: linked)
      let counts = PairCounts(of: pin)
      #expect(
        [counts.n00, counts.n01, counts.n10, counts.n11] == naive.counts,
        "seed \(seed), step \(step)")
      #expect(runAge(of: pin) == naive.runAge, "seed \(seed), step \(step)")
      #expect(Int(pin.fill) == min(65, step + 1))
    }
  }

  /// The register forgets, so the densities of the triad must be those of 64 separate averages.
  @Test(arguments: seeds)
  func `has the densities that 64 separate averages have`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var (pin, triad) = (Pin(), Triad())
    var averages = [Int64](repeating: 1 << 19, count: 64)
    for step in 0..<200 {
      pin.pushRandom(&random)
      triad.push(after: pin)
      for place in 0..<min(Int(pin.fill), 64) {
        let bit = Int64(pin.bits >> UInt64(place) & 1)
        averages[place] += (bit << 16) - (averages[place] >> 4)
      }
      #expect(
        (0..<64).map { triad.density(at: $0) } == averages, "seed \(seed), step \(step)")
    }
  }
}

extension Pin {
  @discardableResult
  mutating func pushRandom(_ random: inout SplitMix64) -> PinUndo {
    push(
      random.next(below: 2) == 1, linked: random.next(below: 8) > 0,
      r: random.next(below: 2) == 1, v: random.next(below: 2) == 1)
  }
}

/// The last 65 bits as a plain list, oldest first, counted one pair at a time.
private struct NaiveWindow {
  private var bits: [(bit: Bool, linked: Bool)] = []

  mutating func push(_ bit: Bool, linked: Bool) {
    bits.append((bit, linked && !bits.isEmpty))
    if bits.count > 65 { bits.removeFirst() }
  }

  /// n00, n01, n10, n11.
  var counts: [Int] {
    var counts = [0, 0, 0, 0]
    for (older, newer) in zip(bits, bits.dropFirst()) where newer.linked {
      counts[(older.bit ? 2 : 0) + (newer.bit ? 1 : 0)] += 1
    }
    return counts
  }

  var runAge: Int {
    guard !bits.isEmpty else { return 0 }
    var age = 1
    for (older, newer) in zip(bits, bits.dropFirst()).reversed() {
      guard newer.linked, older.bit == newer.bit, age < 64 else { break }
      age += 1
    }
    return age
  }
}

import Events

/// How often the bits were ones of late, as seen at each of the 64 places of a register.
///
///     p[i] = p[i] - (p[i] >> 4) + (bit i of pin) << 16,   in units of 2^-20, from 2^19
///
/// The register shifts, so p[i] is p[0] as it was i pushes ago: a ring that takes one new value a
/// push holds them all, and the sum of their entropies changes by what enters and what leaves.
///
/// Source: metrics-kernel.md, section 6.
struct DensityRing: Equatable, Sendable {
  private var ring = InlineArray<64, UInt32>(repeating: 1 << 19)
  /// Where p[0] is.
  private var newest: UInt8 = 0
  /// The table values of all 64 places, untouched ones included, which stand at 2^32.
  private var entropySum = 64 * oneQ32

  init() {}

  /// p[i], in units of 2^-20.
  ///
  /// - Parameter place: 0 (the newest) to 63.
  subscript(place: Int) -> Int64 {
    Int64(ring[(Int(newest) - place) & 63])
  }

  /// Takes in the bit that was pushed.
  @inline(__always)
  mutating func push(_ bit: UInt64) {
    let input = Int64(truncatingIfNeeded: bit << 16)
    let entering = SmoothedRate.step(self[0], adding: input)
    newest = (newest + 1) & 63
    let leaving = Int64(ring[Int(newest)])
    ring[Int(newest)] = UInt32(truncatingIfNeeded: entering)
    entropySum += Self.entropy(entering) - Self.entropy(leaving)
  }

  /// Goes back to before the newest push.
  ///
  /// - Parameter oldestBit: The oldest of the 64 bits after that push.
  /// - Parameter wasTouched: Whether that push changed p[63]: whether 64 bits were known after it.
  /// - Parameter merged: Whether p[63] merged in it.
  mutating func undo(oldestBit: UInt64, wasTouched: Bool, merged: Bool) {
    let leaving = self[0]
    let input = Int64(oldestBit) << 16
    let returning =
      wasTouched ? SmoothedRate.back(self[63], adding: input, merged: merged) : Self.start
    ring[Int(newest)] = UInt32(returning)
    newest = (newest &- 1) & 63
    entropySum += Self.entropy(returning) - Self.entropy(leaving)
  }

  /// The mean over the places that hold a known bit, the newest `known` ones.
  ///
  ///     H = (sum over i < k of hb[p[i] >> 8]) // k;   ONE when k = 0
  ///
  /// - Returns: Units of 2^-32 bit, 0 to 2^32.
  func meanEntropy(of known: Int64) -> Int64 {
    guard known > 0 else { return oneQ32 }
    return (entropySum - (64 - known) * oneQ32) / known
  }

  /// Whether the places behind the newest `known` ones were never touched, as `meanEntropy` takes for granted.
  func isUntouched(behind known: Int) -> Bool {
    (known..<max(known, 64)).allSatisfy { self[$0] == Self.start }
  }

  /// The entropy of a share of ones in units of 2^-20, in units of 2^-32 bit.
  @inline(__always)
  private static func entropy(_ density: Int64) -> Int64 {
    BinaryEntropyTable[Int(density >> 8)]
  }

  /// What a place holds before its first bit: as many ones as zeros.
  private static var start: Int64 { 1 << 19 }
}

extension DensityRing {
  static func == (left: DensityRing, right: DensityRing) -> Bool {
    guard left.newest == right.newest, left.entropySum == right.entropySum else { return false }
    for slot in 0..<64 where left.ring[slot] != right.ring[slot] { return false }
    return true
  }
}

extension DensityRing: StateKeeping {
  /// The sum of the entropies follows from the densities.
  mutating func archive<Archive: StateArchive & ~Copyable>(into archive: inout Archive) {
    var held = (0..<64).map { ring[$0] }
    archive.list("ring_q20", &held, of: 0, atMost: 64) { $1.small("n", &$0, in: 0...1 << 20) }
    archive.small("newest", &newest, in: 0...63)
    guard archive.isReading else { return }
    archive.require(held.count == 64)
    guard held.count == 64 else { return }
    entropySum = 0
    for slot in 0..<64 {
      ring[slot] = held[slot]
      entropySum += Self.entropy(Int64(held[slot]))
    }
  }
}

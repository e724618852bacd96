public import Events
public import Market
import Numerics

/// Coherence, stability and entropy of one stream, smoothed over its pushes (`triad64.v1`).
///
///     ef = ef - (ef >> 4) + (X >> 4)        flips
///     eu = eu - (eu >> 4) + (U >> 4)        flips in excess of chance
///     p[i] = p[i] - (p[i] >> 4) + (bit i of pin) << 16
///
/// ef and eu start at the first push with 32 linked pairs. A push is O(1) and can be undone.
///
/// Source: metrics-kernel.md, section 6.
public struct Triad: Equatable, Sendable {
  /// ef in units of 2^-32; 0 and without meaning while not `ready`.
  public private(set) var flips: Int64 = 0
  /// eu in units of 2^-32; 0 and without meaning while not `ready`.
  public private(set) var disorder: Int64 = 0
  /// Bit i is 1 when p[i] mod 16 is 15, so that its next step merges.
  private var merging: UInt64 = 0
  private var densities = DensityRing()
  /// Whether ef and eu have started.
  public private(set) var ready = false

  public init() {}

  /// p[i] in units of 2^-20.
  ///
  /// - Parameter place: 0 (the newest) to 63.
  public func density(at place: Int) -> Int64 { densities[place] }

  /// Follows a push.
  ///
  /// - Parameter pin: The register after it.
  /// - Returns: What `undo` needs to take it back.
  @discardableResult
  @inline(__always)
  public mutating func push(after pin: Pin) -> TriadUndo {
    let record = TriadUndo(
      flipsMerged: SmoothedRate.merges(flips), disorderMerged: SmoothedRate.merges(disorder),
      densitiesMerged: merging, wasReady: ready)
    let input = ChanceNormalizedFlips(of: pin)
    if ready {
      flips = SmoothedRate.step(flips, adding: input.flipShare >> 4)
      disorder = SmoothedRate.step(disorder, adding: input.disorder >> 4)
    } else if input.pairs >= WindowMetrics.readyPairs {
      flips = input.flipShare
      disorder = input.disorder
      ready = true
    }
    densities.push(pin.bits & 1)
    merging = merging << 1 | (SmoothedRate.merges(densities[0]) ? 1 : 0)
    return record
  }

  /// Goes back to before the newest push.
  ///
  /// - Parameter record: What that push returned.
  /// - Parameter pin: The register after that push: undo the register only after the triad.
  public mutating func undo(_ record: TriadUndo, after pin: Pin) {
    let input = ChanceNormalizedFlips(of: pin)
    if record.wasReady {
      flips = SmoothedRate.back(flips, adding: input.flipShare >> 4, merged: record.flipsMerged)
      disorder = SmoothedRate.back(
        disorder, adding: input.disorder >> 4, merged: record.disorderMerged)
    } else {
      flips = 0
      disorder = 0
      ready = false
    }
    merging = record.densitiesMerged
    densities.undo(
      oldestBit: pin.bits >> 63, wasTouched: pin.fill >= 64, merged: merging >> 63 == 1)
  }

  /// The three values.
  ///
  ///     stability = rdiv((ONE - ef) * 1000000, ONE)
  ///     coherence = rdiv((ONE - eu) * 1000000, ONE)
  ///     entropy   = rdiv(H * 1000000, ONE)
  ///
  /// - Parameter pin: The register that this triad follows.
  public func metrics(of pin: Pin) -> TriadMetrics {
    TriadMetrics(
      coherence: ready ? Self.share(oneQ32 - disorder) : Ratio(micros: 0),
      stability: ready ? Self.share(oneQ32 - flips) : Ratio(micros: 0),
      entropy: Self.share(densities.meanEntropy(of: Int64(min(pin.fill, 64)))),
      ready: ready)
  }

  /// Whether this triad can have followed a register of so many bits: what the archive cannot tell of it
  /// alone.
  func canFollow(_ pin: Pin) -> Bool {
    densities.isUntouched(behind: Int(min(pin.fill, 64))) && (ready || flips == 0 && disorder == 0)
  }

  private static func share(_ q32: Int64) -> Ratio {
    Ratio(micros: roundedDivision(q32 * 1_000_000, by: oneQ32))
  }
}

extension Triad: StateKeeping {
  public mutating func archive<Archive: StateArchive & ~Copyable>(into archive: inout Archive) {
    // A sixteenth goes and at most a sixteenth of one comes: neither ever leaves 0 to one.
    archive.number("flips_q32", &flips, in: 0...oneQ32)
    archive.number("disorder_q32", &disorder, in: 0...oneQ32)
    archive.bits("merging", &merging)
    archive.flag("ready", &ready)
    archive.group("densities") { densities.archive(into: &$0) }
  }
}

/// The parameters that studies vary: what a direction needs, and the rests after entry and exit.
///
/// The two decimals are counts of 0.0001, so that two sets are the same if and only if their keys are, and
/// the same set always computes the same.
///
/// Source: trading-system.md, sections 12 and 13.1.
public struct ParameterSet: Equatable, Sendable, BitwiseCopyable {
  /// `c_min`: the least coherence, in ten-thousandths of one.
  public let coherenceCount: Int64
  /// `look`: candles from the first close of a slope to the last, 1 to 1,440.
  public let look: Int
  /// `thr_bps`: the least slope, in ten-thousandths of a basis point.
  public let thresholdCount: Int64
  /// `entry_cd`, in s.
  public let entryCooldownSeconds: Int64
  /// `exit_cd`, in s.
  public let exitCooldownSeconds: Int64

  /// The decimals are rounded to four places, a half to the even neighbour.
  ///
  /// - Parameters:
  ///   - leastCoherence: 0 to 1.
  ///   - look: 1 to 1,440.
  ///   - thresholdBasisPoints: 0 to 10,000.
  ///   - entryCooldownSeconds: 0 to 604,800.
  ///   - exitCooldownSeconds: Likewise.
  /// - Returns: nil when one of them is out of range or not a number.
  public init?(
    leastCoherence: Double, look: Int, thresholdBasisPoints: Double, entryCooldownSeconds: Int64,
    exitCooldownSeconds: Int64
  ) {
    guard leastCoherence >= 0, leastCoherence <= 1, (1...1_440).contains(look),
      thresholdBasisPoints >= 0, thresholdBasisPoints <= 10_000,
      (0...604_800).contains(entryCooldownSeconds), (0...604_800).contains(exitCooldownSeconds)
    else { return nil }
    coherenceCount = Self.count(leastCoherence)
    self.look = look
    thresholdCount = Self.count(thresholdBasisPoints)
    self.entryCooldownSeconds = entryCooldownSeconds
    self.exitCooldownSeconds = exitCooldownSeconds
  }

  /// A part of one.
  public var leastCoherence: Double { Double(coherenceCount) / 10_000 }

  public var thresholdBasisPoints: Double { Double(thresholdCount) / 10_000 }

  private static func count(_ value: Double) -> Int64 {
    Int64((value * 10_000).rounded(.toNearestOrEven))
  }
}

extension ParameterSet {
  /// Its name in keys and runs: `c0.55:l12:t2.0:ec60:xc60`.
  public var key: String {
    "c\(Self.decimal(coherenceCount)):l\(look):t\(Self.decimal(thresholdCount))"
      + ":ec\(entryCooldownSeconds):xc\(exitCooldownSeconds)"
  }

  /// Without trailing zeros, but with one decimal at least.
  private static func decimal(_ count: Int64) -> String {
    let (whole, fraction) = count.quotientAndRemainder(dividingBy: 10_000)
    var digits = String(fraction)
    digits = String(repeating: "0", count: 4 - digits.count) + digits
    while digits.count > 1, digits.hasSuffix("0") { digits.removeLast() }
    return "\(whole).\(digits)"
  }
}

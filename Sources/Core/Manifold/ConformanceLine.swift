public import Events
import Market
import Numerics

extension MetricsComputed {
  /// The conformance line of one candle, without its line feed.
  ///
  ///     open_ms|pin|link|fill|pairs|null_count|flip_count|overlap_count|bias|coherence|stability|
  ///     entropy|evidence_q32|rupture|run_age|lambda_hazard|sigma_eff_ppb|state|generation|band|
  ///     triad coherence|triad stability|triad entropy
  ///
  /// Pins as 16 hexadecimal digits, numbers decimal: the same candles give the same lines anywhere.
  ///
  /// Source: metrics-kernel.md, section 18.
  public var conformanceLine: String {
    """
    \(openAt.milliseconds)|\(Hex.text(of: pin.bits))|\(Hex.text(of: pin.link))|\(pin.fill)|\
    \(pairs)|\(nullCount)|\(flipCount)|\(overlapCount)|\(bias.micros)|\(coherence.micros)|\
    \(stability.micros)|\(entropy.micros)|\(evidenceQ32)|\(rupture.micros)|\(runAge)|\
    \(lambdaHazard.micros)|\(sigmaEff)|\(state.name)|\(generation)|\(band.name)|\
    \(triadCoherence.micros)|\(triadStability.micros)|\(triadEntropy.micros)
    """
  }
}

package import Events
import Market
package import Numerics
import Turns

extension RunStarted {
  /// An opening of a run from files, with minute bars and the standard thresholds: the one that tests make.
  ///
  /// - Parameters:
  ///   - number: Of the opening, from 1.
  ///   - rules: Today's if nil.
  ///   - thresholds: Evidence in bits: into stabilizing and converged, out of them.
  ///   - configuration: The text of its settings, and their digest.
  package static func opening(
    _ number: Int64 = 1, journal: Digest256 = .zero, rules: Int64? = nil,
    barSeconds: Int64 = 60, candleSource: CandleSource = .ticks,
    thresholds: [Int64] = [2, 4, 1, 3], stride: Int64 = 4, precision: Int64 = 2,
    code: Text = Text(offset: 0, count: 0),
    configuration: (text: Text, hash: Digest256) = (Text(offset: 0, count: 0), .zero)
  ) -> RunStarted {
    RunStarted(
      journal: journal, opening: number, random: 1, rulesVersion: rules ?? Turns.rulesVersion,
      codeVersion: code,
      schemaFingerprint: .zero, configuration: configuration.text,
      configurationHash: configuration.hash, barSeconds: barSeconds, candleSource: candleSource,
      stabilizingIn: thresholds[0], convergedIn: thresholds[1], stabilizingOut: thresholds[2],
      convergedOut: thresholds[3], signalStride: stride, signaturePrecision: precision,
      clock: .fileStamps, wallClock: .zero, durable: true)
  }
}

package import Events
package import Market
import Numerics
import Turns

extension Input {
  /// An opening of a run from files with minute bars, candles from ticks.
  package static func opening(_ number: Int64, at time: Timestamp) -> Input {
    let none = Text(offset: 0, count: 0)
    return Input(time: time, occurredAt: time, source: 0, position: 1) { arena in
      .runStarted(
        arena.put(
          RunStarted(
            journal: .zero, opening: number, random: 1, rulesVersion: rulesVersion,
            codeVersion: none, schemaFingerprint: .zero, configuration: none,
            configurationHash: .zero, barSeconds: 60, candleSource: .ticks, stabilizingIn: 2,
            convergedIn: 4, stabilizingOut: 1, convergedOut: 3, signalStride: 4,
            signaturePrecision: 2, clock: .fileStamps, wallClock: .zero, durable: true)))
    }
  }
}

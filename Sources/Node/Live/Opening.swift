import Configuration
import Events
import Journal
import Market
import Numerics
import Turns

/// The facts of the node with which every run begins: one place that makes them.
struct Opening {
  var journal = Digest256.zero
  /// Number of this opening, from 1.
  var number: Int64 = 1
  /// 32 random bits.
  var random: Int64 = 0
  var settings: Settings
  var trading: SettingsResolution
  var wallClock = Timestamp.zero
  var isDurable = false
  /// First line of the FAULT file that was found.
  var fault: String?

  /// `node.run-started`.
  func started(_ arena: inout ByteBuffer) -> EventBody {
    let start = RunStarted(
      journal: journal, opening: number, random: random, rulesVersion: rulesVersion,
      codeVersion: arena.intern(programVersion),
      schemaFingerprint: Digest256(hex: EventKind.schemaFingerprint) ?? .zero,
      configuration: arena.intern(settings.text), configurationHash: settings.hash,
      barSeconds: settings.barSeconds, candleSource: settings.candleSource,
      stabilizingIn: settings.stabilizingIn, convergedIn: settings.convergedIn,
      stabilizingOut: settings.stabilizingOut, convergedOut: settings.convergedOut,
      signalStride: settings.signalStride, signaturePrecision: settings.signaturePrecision,
      clock: .fileStamps, wallClock: wallClock, durable: isDurable,
      fault: fault.map { arena.intern($0) })
    return .runStarted(arena.put(start))
  }

  /// `node.configuration-applied`.
  func configuration(_ arena: inout ByteBuffer) -> EventBody {
    let applied = ConfigurationApplied(
      trading.settings, layers: trading.layerText, into: &arena)
    return .configurationApplied(arena.put(applied))
  }

  /// `node.instrument-listed`.
  static func listing(
    _ instrument: Instrument, as number: Int
  ) -> @Sendable (inout ByteBuffer) -> EventBody {
    { arena in
      .instrumentListed(
        InstrumentListed(
          instrument: InstrumentID(UInt16(number)), digits: UInt8(instrument.digits),
          name: arena.intern(instrument.name)))
    }
  }
}

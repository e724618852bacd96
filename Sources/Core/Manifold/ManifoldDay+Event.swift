public import Events
import Market
import Numerics

extension ManifoldDay {
  /// What an event emits of a day.
  ///
  /// - Parameter arena: The side buffer of the event's turn.
  public init(_ closed: ManifoldDayClosed, arena: borrowing ByteBuffer) {
    day = closed.day
    kernel = closed.kernel
    barSeconds = closed.barSeconds
    side = closed.side
    count = closed.count
    t0 = closed.t0
    t1 = closed.t1
    gapsShort = closed.gapsShort
    gapsSeam = closed.gapsSeam
    gapsReset = closed.gapsReset
    coherence = closed.coherence
    stability = closed.stability
    entropy = closed.entropy
    rupture = closed.rupture
    bias = closed.bias
    sigmaEff = closed.sigmaEff
    lambda = closed.lambda
    hazardMet = arena[closed.hazardN]
    hazardEnded = arena[closed.hazardD]
    ruptureOverlap = arena[closed.ruptureOverlap]
    ruptureFlips = arena[closed.ruptureFlips]
    states = arena[closed.states]
    bands = arena[closed.bands]
    signals = closed.signals
  }

  /// The event that emits that the day is over.
  ///
  /// - Parameters:
  ///   - text: Length and digest of the document's canonical text.
  ///   - arena: The side buffer of the turn, which takes the lists.
  func closed(
    _ instrument: InstrumentID, text: (bytes: Int64, sha256: Digest256),
    arena: inout ByteBuffer
  ) -> ManifoldDayClosed {
    ManifoldDayClosed(
      instrument: instrument, kernel: kernel, barSeconds: barSeconds, side: side, day: day,
      count: count, t0: t0, t1: t1, complete: true, gapsShort: gapsShort, gapsSeam: gapsSeam,
      gapsReset: gapsReset, coherence: coherence, stability: stability, entropy: entropy,
      rupture: rupture, bias: bias, sigmaEff: sigmaEff, lambda: lambda,
      hazardN: arena.intern(counts: hazardMet), hazardD: arena.intern(counts: hazardEnded),
      ruptureOverlap: arena.intern(counts: ruptureOverlap),
      ruptureFlips: arena.intern(counts: ruptureFlips), states: arena.intern(counts: states),
      bands: arena.intern(counts: bands), signals: signals, textBytes: text.bytes,
      textSha256: text.sha256)
  }
}

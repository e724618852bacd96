public import Events
import Market
import Numerics

extension ManifoldDay {
  /// What an event says of a day.
  ///
  /// - Parameter texts: The side buffer of the event's turn.
  public init(_ closed: ManifoldDayClosed, texts: borrowing ByteBuffer) {
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
    hazardMet = texts[closed.hazardN]
    hazardEnded = texts[closed.hazardD]
    ruptureOverlap = texts[closed.ruptureOverlap]
    ruptureFlips = texts[closed.ruptureFlips]
    states = texts[closed.states]
    bands = texts[closed.bands]
    signals = closed.signals
  }

  /// The event that says that the day is over.
  ///
  /// - Parameters:
  ///   - text: Length and digest of the document's canonical text.
  ///   - texts: The side buffer of the turn, which takes the lists.
  func closed(
    _ instrument: InstrumentID, text: (bytes: Int64, sha256: Digest256),
    texts: inout ByteBuffer
  ) -> ManifoldDayClosed {
    ManifoldDayClosed(
      instrument: instrument, kernel: kernel, barSeconds: barSeconds, side: side, day: day,
      count: count, t0: t0, t1: t1, complete: true, gapsShort: gapsShort, gapsSeam: gapsSeam,
      gapsReset: gapsReset, coherence: coherence, stability: stability, entropy: entropy,
      rupture: rupture, bias: bias, sigmaEff: sigmaEff, lambda: lambda,
      hazardN: texts.intern(counts: hazardMet), hazardD: texts.intern(counts: hazardEnded),
      ruptureOverlap: texts.intern(counts: ruptureOverlap),
      ruptureFlips: texts.intern(counts: ruptureFlips), states: texts.intern(counts: states),
      bands: texts.intern(counts: bands), signals: signals, textBytes: text.bytes,
      textSha256: text.sha256)
  }
}

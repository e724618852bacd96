public import Market
public import Numerics

/// The daily manifold document `manifold.v1` of one instrument and UTC date.
///
/// A pure function of what is recorded: of a closed day's `ManifoldDay(closed, texts:)`, or of an
/// open one, and of the instrument's signals of that date in recorded order. Keys stand in the order
/// of their bytes; metrics, lambda and lambda_hazard have 6 places, sigma_eff 9, evidence_bits 3,
/// prices digits + 1. Candles of one side only name it in `side`; mids have no such key.
///
/// Source: metrics-kernel.md, section 11; design.md, section 10.
public struct DayDocument: Sendable {
  public let instrument: Instrument
  public let day: ManifoldDay
  public let signals: [DaySignal]
  /// Whether a candle of a later date was accepted.
  public let isComplete: Bool

  public init(
    instrument: Instrument, day: ManifoldDay, signals: [DaySignal], isComplete: Bool
  ) {
    self.instrument = instrument
    self.day = day
    self.signals = signals
    self.isComplete = isComplete
  }

  /// The canonical text, ASCII: some 480 bytes a signal.
  public var text: [UInt8] {
    var text = CanonicalText(hashing: false)
    write(into: &text)
    return text.bytes
  }

  /// Length and SHA-256 of the canonical text, without building it whole.
  public var fingerprint: (bytes: Int64, sha256: Digest256) {
    var text = CanonicalText(hashing: true)
    write(into: &text)
    return text.fingerprint()
  }

  private func write(into text: inout CanonicalText) {
    text.object { text in
      text.object("bands") { bands in
        bands.number("cold", day.signals(in: .cold))
        bands.number("hot", day.signals(in: .hot))
        bands.number("warm", day.signals(in: .warm))
      }
      text.object("coeffs") { coefficients in
        coefficients.number("lambda", day.lambda.micros, places: 6)
        coefficients.number("sigma_eff", day.sigmaEff, places: 9)
      }
      text.flag("complete", isComplete)
      text.number("count", day.count)
      text.text("date", day.date)
      text.object("gaps") { gaps in
        gaps.number("reset", day.gapsReset)
        gaps.number("seam", day.gapsSeam)
        gaps.number("short", day.gapsShort)
      }
      text.text("granularity", granularityName(barSeconds: day.barSeconds))
      text.object("hazard") { hazard in
        hazard.list("d", day.hazardEnded)
        hazard.list("n", day.hazardMet)
      }
      text.text("instrument", instrument.name)
      text.text("kernel", day.kernel.documentName)
      text.metrics(day.bias, day.coherence, day.entropy, day.rupture, day.stability)
      text.object("rupture_hist") { histogram in
        histogram.number("bin_width", 4)
        histogram.list("flips", day.ruptureFlips)
        histogram.list("overlap", day.ruptureOverlap)
      }
      text.text("schema", "manifold.v1")
      if let side = day.side.documentName { text.text("side", side) }
      text.list("signals") { list in
        for signal in signals { list.signal(signal, instrument) }
      }
      text.object("states") { states in
        states.number("converged", day.signals(in: .converged))
        states.number("flux", day.signals(in: .flux))
        states.number("stabilizing", day.signals(in: .stabilizing))
      }
      text.number("t0_ms", day.t0.milliseconds)
      text.number("t1_ms", day.t1.milliseconds)
    }
  }
}

extension ManifoldDay {
  /// `2025-07-24`.
  public var date: String {
    CalendarDay(daysSinceEpoch: day.nanoseconds / (86_400 * nanosecondsPerSecond)).text
  }

  /// A recorded list may be of any length: what is not there is zero.
  fileprivate func signals(in state: SignalState) -> Int64 {
    states.dropFirst(Int(state.rawValue)).first ?? 0
  }

  fileprivate func signals(in band: SignalBand) -> Int64 {
    bands.dropFirst(Int(band.rawValue)).first ?? 0
  }
}

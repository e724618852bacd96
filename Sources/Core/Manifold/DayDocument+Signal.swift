public import Events
import Market

extension CanonicalText {
  /// One element of `signals`.
  mutating func signal(_ signal: DaySignal, _ instrument: Instrument) {
    let facts = signal.facts
    let places = min(max(instrument.digits, 1), 5) + 1
    object { object in
      object.text("band", facts.band.name)
      object.object("coeffs") { coefficients in
        coefficients.number("lambda_hazard", facts.lambdaHazard.micros, places: 6)
        coefficients.number("sigma_eff", facts.sigmaEff, places: 9)
      }
      object.number("evidence_bits", facts.evidenceMbits, places: 3)
      object.number("flip_count", Int64(facts.flipCount))
      object.number("generation", facts.generation)
      object.metrics(
        facts.bias, facts.coherence, facts.entropy, facts.rupture, facts.stability)
      object.number("pairs", Int64(facts.pairs))
      object.word("pin", facts.pin)
      object.number("price", facts.price.micros / powerOfTen(6 - places), places: places)
      object.object("repetition") { repetition in
        repetition.number("count_1h", facts.count1h)
        repetition.number("echo_count", facts.echoCount)
        repetition.number("first_seen_ms", facts.firstSeen.milliseconds)
        repetition.signature("signature", signal.signature)
      }
      object.number("run_age", Int64(facts.runAge))
      object.number("rupture_count", Int64(facts.overlapCount))
      object.text("state", facts.state.name)
      object.number("ts_ms", facts.asOf.milliseconds)
      object.quoted("ts_ns", facts.asOf.nanoseconds)
    }
  }

  /// The five metrics, of a signal or of a day.
  mutating func metrics(
    _ bias: Ratio, _ coherence: Ratio, _ entropy: Ratio, _ rupture: Ratio, _ stability: Ratio
  ) {
    object("metrics") { metrics in
      metrics.number("bias", bias.micros, places: 6)
      metrics.number("coherence", coherence.micros, places: 6)
      metrics.number("entropy", entropy.micros, places: 6)
      metrics.number("rupture", rupture.micros, places: 6)
      metrics.number("stability", stability.micros, places: 6)
    }
  }
}

extension KernelDefinition {
  /// As documents name it: `kernel.v1`.
  public var documentName: String {
    switch self {
    case .unknown: "unknown"
    case .kernelV1: "kernel.v1"
    }
  }
}

extension PriceSide {
  /// As documents name it; nil for mids, which are not mentioned.
  var documentName: String? { self == .mid ? nil : name }
}

extension Timestamp {
  var milliseconds: Int64 { nanoseconds / nanosecondsPerMillisecond }
}

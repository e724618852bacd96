public import Events
import Market

extension DaySignal: StateKeeping {
  /// What a signal is before its state is read.
  static let none = DaySignal()

  public mutating func archive<Archive: StateArchive & ~Copyable>(into archive: inout Archive) {
    facts.archive(into: &archive)
    signature.archive(into: &archive)
  }
}

extension SignalComputed {
  /// What a signal is before its state is read. Its text stands in a turn that is over.
  static let none = SignalComputed(
    instrument: InstrumentID(0), kernel: .unknown, asOf: .zero, price: Price(micros: 0),
    coherence: Ratio(micros: 0), stability: Ratio(micros: 0), entropy: Ratio(micros: 0),
    rupture: Ratio(micros: 0), bias: Ratio(micros: 0), evidenceMbits: 0, state: .flux, band: .hot,
    generation: 0, pin: 0, pinPrev: 0, pairs: 0, overlapCount: 0, flipCount: 0, runAge: 0,
    lambdaHazard: Ratio(micros: 0), sigmaEff: 0, signature: Text(offset: 0, count: 0), count1h: 0,
    echoCount: 0, firstSeen: .zero)

  /// Every field but the text of the signature.
  fileprivate mutating func archive<Archive: StateArchive & ~Copyable>(
    into archive: inout Archive
  ) {
    archive.instrument("instrument", &instrument)
    archive.label("kernel", &kernel)
    archive.time("as_of", &asOf)
    archive.price("price_micros", &price)
    archive.ratio("coherence_micros", &coherence)
    archive.ratio("stability_micros", &stability)
    archive.ratio("entropy_micros", &entropy)
    archive.ratio("rupture_micros", &rupture)
    archive.ratio("bias_micros", &bias)
    archive.number("evidence_mbits", &evidenceMbits)
    archive.label("state", &state)
    archive.label("band", &band)
    archive.count("generation", &generation, atMost: .max)
    archive.bits("pin", &pin)
    archive.bits("pin_prev", &pinPrev)
    archive.small("pairs", &pairs)
    archive.small("overlap_count", &overlapCount)
    archive.small("flip_count", &flipCount)
    archive.small("run_age", &runAge)
    archive.ratio("lambda_hazard_micros", &lambdaHazard)
    archive.number("sigma_eff_ppb", &sigmaEff)
    archive.count("count_1h", &count1h, atMost: .max)
    archive.count("echo_count", &echoCount, atMost: .max)
    archive.time("first_seen", &firstSeen)
  }
}

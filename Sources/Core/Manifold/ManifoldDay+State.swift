public import Events
import Market

extension ManifoldDay: StateKeeping {
  public mutating func archive<Archive: StateArchive & ~Copyable>(into archive: inout Archive) {
    archive.time("day", &day)
    archive.label("kernel", &kernel)
    archive.number("bar_seconds", &barSeconds, in: 1...604_800)
    archive.label("side", &side)
    archive.count("candles", &count)
    archive.time("t0", &t0)
    archive.time("t1", &t1)
    archive.count("gaps_short", &gapsShort)
    archive.count("gaps_seam", &gapsSeam)
    archive.count("gaps_reset", &gapsReset)
    archive.ratio("coherence_micros", &coherence)
    archive.ratio("stability_micros", &stability)
    archive.ratio("entropy_micros", &entropy)
    archive.ratio("rupture_micros", &rupture)
    archive.ratio("bias_micros", &bias)
    archive.number("sigma_eff_ppb", &sigmaEff)
    archive.ratio("lambda_micros", &lambda)
    archive.bins("hazard_met", &hazardMet)
    archive.bins("hazard_ended", &hazardEnded)
    archive.bins("rupture_overlap", &ruptureOverlap)
    archive.bins("rupture_flips", &ruptureFlips)
    archive.bins("states", &states)
    archive.bins("bands", &bands)
    archive.count("signals", &signals)
  }
}

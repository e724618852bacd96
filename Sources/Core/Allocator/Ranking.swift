/// One instrument on its way to a rank.
struct Candidate {
  /// Its place in the universe.
  let instrument: Int
  let score: Score?
  /// The score in billionths, with what an incumbent gets on top.
  let rank: Int64
  let isEligible: Bool

  /// - Parameter margin: What an incumbent gets on top of its score.
  init(instrument: Int, score: Score?, margin: Double, contender: Contender) {
    self.instrument = instrument
    self.score = score
    rank =
      (score?.billionths ?? 0)
      + (contender.isIncumbent && score != nil ? Score.billionths(margin) : 0)
    isEligible = contender.isGateOpen
  }

  /// Whether it goes first: higher score, higher coherence, lower rupture, universe order. Without a score it
  /// goes after all that have one.
  ///
  /// Source: trading-system.md, sections 6.2 and 6.4.
  func precedes(_ other: Candidate) -> Bool {
    guard let score, let otherScore = other.score else {
      if (score == nil) != (other.score == nil) { return score != nil }
      return instrument < other.instrument
    }
    if rank != other.rank { return rank > other.rank }
    if score.coherence != otherScore.coherence { return score.coherence > otherScore.coherence }
    if score.rupture != otherScore.rupture { return score.rupture < otherScore.rupture }
    return instrument < other.instrument
  }
}

/// Takes the best eligible, then fills up with the best of the others.
///
/// - Parameter candidates: Those that can be traded, in any order.
/// - Returns: At most `most`, the eligible first, each group by rank.
func chosen(
  from candidates: [Candidate], most: Int
) -> (taken: [Candidate], eligible: Int) {
  let ranked = candidates.sorted { $0.precedes($1) }
  let eligible = ranked.filter(\.isEligible).prefix(most)
  let filled = ranked.filter { !$0.isEligible }.prefix(most - eligible.count)
  return (Array(eligible) + Array(filled), eligible.count)
}

public import Market

extension AllocatorLimits {
  /// One round: new weights, or the ones before for a while.
  ///
  ///     gates usable, something tradable  ──▶ publish: ok, or open_lt_k with fewer than K
  ///     gates usable, nothing tradable    ──▶ hold: none_open
  ///     gates unusable, published before  ──▶ hold: blob_missing, blob_stale, blob_future
  ///     gates unusable, first boot        ──▶ publish a soft fallback; hold when nothing is open
  ///
  /// A hold is reduce-only for all once the weights are older than 900 s, at once when there are none.
  ///
  /// Source: trading-system.md, sections 6.2 to 6.4.
  ///
  /// - Parameter universe: All instruments, in the order that breaks ties; at most 64.
  public func round(
    over universe: [Contender], _ inputs: RoundInputs, at now: Timestamp
  ) -> AllocationRound {
    precondition(universe.count <= Weights.mostScores, "a universe has at most 64 instruments")
    let scores = universe.map { score(of: $0.metrics, at: now) }
    let standings = zip(universe, scores).map { standing(of: $0, score: $1) }
    if let fault = fault(ofGatesAt: inputs.gatesAt, at: now) {
      guard !inputs.hasPublished else {
        let standings = standings.map { $0 == .cooldown ? .unranked : $0 }
        return hold(fault, since: inputs.weightsAt, at: now, standings)
      }
      return fallback(over: universe, scores, fault: fault)
    }
    let tradable = standings.indices.filter { standings[$0] == .unranked }
    guard !tradable.isEmpty else {
      return hold(.noneOpen, since: inputs.weightsAt, at: now, standings)
    }
    let (taken, eligible) = chosen(from: candidates(tradable, universe, scores), most: topK)
    let weights = Weights.weights(of: taken.map { $0.score?.billionths ?? 0 })
    let reason: AllocationReason = taken.count < topK ? .openLessThanK : .ok
    return publish(
      .normal, reason, taken, weights, filledFrom: eligible, standings: standings)
  }

  /// The best that are open, whatever their gate would be: equal weights, all filled.
  private func fallback(
    over universe: [Contender], _ scores: [Score?], fault: AllocationReason
  ) -> AllocationRound {
    // Nothing is known of cooldowns without gates, and a score is not needed.
    let standings = universe.map { contender -> Standing in
      if !contender.isOpen { return .closed }
      if contender.isNearClose { return .nearClose }
      return contender.isDisabled ? .disabled : .unranked
    }
    let open = standings.indices.filter { standings[$0] == .unranked }
    guard !open.isEmpty else {
      return AllocationRound(
        outcome: .hold(reason: fault, isReduceOnly: true), standings: standings)
    }
    let ranked = candidates(open, universe, scores).sorted { $0.precedes($1) }
    let taken = Array(ranked.prefix(topK))
    let weights = Weights.weights(of: taken.map { _ in 0 })
    return publish(.softFallback, fault, taken, weights, filledFrom: 0, standings: standings)
  }

  private func candidates(
    _ instruments: [Int], _ universe: [Contender], _ scores: [Score?]
  ) -> [Candidate] {
    instruments.map {
      Candidate(
        instrument: $0, score: scores[$0], margin: switchMargin, contender: universe[$0])
    }
  }

  /// - Returns: `unranked` for one that can be traded.
  private func standing(of contender: Contender, score: Score?) -> Standing {
    if !contender.isOpen { return .closed }
    if contender.isNearClose { return .nearClose }
    if score == nil { return .noScore }
    if contender.isInCooldown { return .cooldown }
    return contender.isDisabled ? .disabled : .unranked
  }

  private func publish(
    _ mode: AllocationMode, _ reason: AllocationReason, _ taken: [Candidate], _ weights: [Weight],
    filledFrom eligible: Int, standings: [Standing]
  ) -> AllocationRound {
    var standings = standings
    let shares = taken.enumerated().map { rank, candidate in
      standings[candidate.instrument] = rank < eligible ? .selected : .filled
      return Share(
        instrument: candidate.instrument, weight: weights[rank], isFilled: rank >= eligible,
        score: candidate.score?.value)
    }
    return AllocationRound(
      outcome: .publish(mode: mode, reason: reason, shares: shares), standings: standings)
  }

  private func hold(
    _ reason: AllocationReason, since stamp: Timestamp?, at now: Timestamp, _ standings: [Standing]
  ) -> AllocationRound {
    let isOld = stamp.map { now.nanoseconds - $0.nanoseconds > longestHoldNanoseconds } ?? true
    return AllocationRound(
      outcome: .hold(reason: reason, isReduceOnly: isOld), standings: standings)
  }
}

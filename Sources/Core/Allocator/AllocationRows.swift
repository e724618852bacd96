import Events
import Market

/// The lists of a round of weights.
struct AllocationRows {
  /// As listed, in the order of `INSTRUMENTS`; the other lists follow it.
  var universe: [Int]
  var scores: [Double?]
  var standings: [Standing]

  /// - Parameter shares: Best first; their instruments are places in `universe`.
  func published(
    _ mode: AllocationMode, _ reason: AllocationReason, _ shares: [Share],
    into arena: inout ByteBuffer
  ) -> AllocationPublished {
    var weights = [Int64?](repeating: nil, count: universe.count)
    var ranks = weights
    for (rank, share) in shares.enumerated() {
      weights[share.instrument] = share.weight.micros
      ranks[share.instrument] = Int64(rank + 1)
    }
    return AllocationPublished(
      mode: mode == .normal ? .normal : .softFallback, reason: reason.label,
      instruments: arena.intern(wholes: universe.map { Int64($0) }),
      standings: arena.intern(wholes: standings.map { Int64($0.rawValue) }),
      scores: arena.intern(reals: scores), weights: arena.intern(wholes: weights),
      ranks: arena.intern(wholes: ranks))
  }

  func held(
    _ reason: AllocationReason, _ isReduceOnly: Bool, since weightsAt: Timestamp?,
    into arena: inout ByteBuffer
  ) -> AllocationHeld {
    AllocationHeld(
      reason: reason.label, reduceOnly: isReduceOnly, weightsAt: weightsAt,
      instruments: arena.intern(wholes: universe.map { Int64($0) }),
      standings: arena.intern(wholes: standings.map { Int64($0.rawValue) }),
      scores: arena.intern(reals: scores))
  }
}

extension AllocationReason {
  /// As events store it.
  fileprivate var label: AllocationReasonLabel {
    switch self {
    case .ok: .ok
    case .openLessThanK: .openLtK
    case .blobMissing: .blobMissing
    case .blobStale: .blobStale
    case .blobFuture: .blobFuture
    case .noneOpen: .noneOpen
    }
  }
}

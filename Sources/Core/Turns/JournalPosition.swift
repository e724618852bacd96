public import Events
public import Market

/// Where a journal stands after its last turn: what the next frame is measured against.
public struct JournalPosition: Equatable, Sendable {
  public private(set) var lastSequence: UInt64 = 0
  /// Time of the last turn of any sort.
  public private(set) var at = Timestamp.zero
  /// Time of the last content turn.
  public private(set) var contentAt = Timestamp.zero
  /// Sequences of the node's own events, ascending: few, and not counted as content.
  private var nodeSequences: [UInt64] = []

  public init() {}

  /// Time from which the next turn of a sort is measured.
  func origin(isNode: Bool) -> Timestamp { isNode ? at : contentAt }

  /// How many content events there are up to and with a sequence.
  public func contentOrdinal(of sequence: UInt64) -> UInt64 {
    // The node speaks when a run begins and ends: what is asked for lies behind that, nearly always.
    if nodeSequences.last.map({ $0 <= sequence }) ?? true {
      return sequence - UInt64(nodeSequences.count)
    }
    var low = 0
    var high = nodeSequences.count
    while low < high {
      let middle = (low + high) / 2
      if nodeSequences[middle] <= sequence { low = middle + 1 } else { high = middle }
    }
    return sequence - UInt64(low)
  }

  /// Whether a sequence is a content event's, the turn that is open included.
  func isContent(_ sequence: UInt64) -> Bool {
    sequence > 0 && contentOrdinal(of: sequence) > contentOrdinal(of: sequence - 1)
  }

  /// The sequence of the content event with an ordinal: the inverse of `contentOrdinal`.
  public func sequence(ofContent ordinal: UInt64) -> UInt64 {
    var sequence = ordinal
    for node in nodeSequences where node <= sequence { sequence += 1 }
    return sequence
  }

  @inline(__always)
  public mutating func advance(events: Int, at time: Timestamp, isNode: Bool) {
    if isNode {
      for number in 0..<events { nodeSequences.append(lastSequence + 1 + UInt64(number)) }
    } else {
      contentAt = time
    }
    lastSequence &+= UInt64(events)
    at = time
  }
}

extension JournalPosition: StateKeeping {
  public mutating func archive<Archive: StateArchive & ~Copyable>(into archive: inout Archive) {
    archive.count("last_sequence", &lastSequence, atMost: 1 << 62)
    archive.time("at", &at)
    archive.time("content_at", &contentAt)
    archive.list("node_sequences", &nodeSequences, of: 0, atMost: 1 << 24) { $1.count("n", &$0) }
    let ascends = zip(nodeSequences, nodeSequences.dropFirst()).allSatisfy { $0 < $1 }
    archive.require(
      ascends && nodeSequences.first ?? 1 > 0 && nodeSequences.last ?? 0 <= lastSequence
        && contentAt <= at)
  }
}

public import Events
import Market

extension TurnEngine where Group == Reducers {
  /// `replay(page:…)` compiled for the reducers as values: a generic loop is that only in its own module.
  @inline(never)
  public mutating func replayDirectly(
    page bytes: UnsafeRawBufferPointer, verifyingFrom first: UInt64, through last: UInt64,
    counts: inout ReplayCounts,
    onNode: (_ frames: [Frame], _ sequence: UInt64) throws(CodecFault) -> Void
  ) throws(TurnFault) -> Bool {
    try replay(
      page: bytes, verifyingFrom: first, through: last, counts: &counts, onNode: onNode)
  }
}

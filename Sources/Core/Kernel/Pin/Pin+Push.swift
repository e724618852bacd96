public import Market

extension Pin {
  /// Takes in the next bit, as the newest, in O(1).
  ///
  /// - Parameter bit: The direction: true is up.
  /// - Parameter linked: Whether the bit and the one before it are neighbours in the market: false
  ///   for the first bit after a seam. The first bit of all is never linked.
  /// - Parameter r: Whether the range of the bar grew. Ticks have none.
  /// - Parameter v: Whether the volume of the bar grew. Ticks have none.
  /// - Returns: What `undo` needs to take the push back.
  ///
  /// Source: metrics-kernel.md, section 4.1.
  @discardableResult
  public mutating func push(
    _ bit: Bool, linked: Bool, r: Bool = false, v: Bool = false
  ) -> PinUndo {
    let record = PinUndo(ofPushInto: self)
    older = UInt8(truncatingIfNeeded: bits >> 63)
    bits = bits << 1 | (bit ? 1 : 0)
    link = link << 1 | (linked && fill > 0 ? 1 : 0)
    self.r = self.r << 1 | (r ? 1 : 0)
    self.v = self.v << 1 | (v ? 1 : 0)
    fill = min(65, fill + 1)
    return record
  }

  /// Goes back to the register before the newest push.
  ///
  /// - Parameter record: What that push returned.
  ///
  /// Source: metrics-kernel.md, section 4.3.
  public mutating func undo(_ record: PinUndo) {
    precondition(fill > 0, "an empty register has no push to take back")
    bits = previous
    older = record.evictedBit
    link = link >> 1 | UInt64(record.evictedLink) << 63
    r = r >> 1 | UInt64(record.evictedR) << 63
    v = v >> 1 | UInt64(record.evictedV) << 63
    fill = record.wasFull ? 65 : fill - 1
  }
}

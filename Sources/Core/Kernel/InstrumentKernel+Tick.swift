public import Market

extension InstrumentKernel {
  /// Ticks further apart than this are not linked: 300 s.
  private static var seamAfter: Int64 { 300_000_000_000 }
  /// Ticks further apart than this have nothing to do with each other: 14,400 s.
  private static var resetAfter: Int64 { 14_400_000_000_000 }

  /// Applies an accepted tick: pushes a bit if the mid moved. O(1), without allocation.
  ///
  /// - Parameter mid: Deci-points, five times bid plus ask: 1 to 2^31 - 1.
  /// - Parameter at: The tick's stamp, valid and not before the last one's.
  ///
  /// Source: metrics-kernel.md, section 2.2.
  @discardableResult
  public mutating func tick(mid: Int64, at: Timestamp) -> TickStep {
    let last = lastTick
    lastTick = TickReference(at: at, mid: mid)
    guard let last else { return .first }

    let elapsed = at.nanoseconds - last.at.nanoseconds
    if elapsed > Self.seamAfter { return breakTicks(after: elapsed) }
    if mid == last.mid { return .unchanged }

    tickPin.push(mid > last.mid, linked: !tickSeamPending)
    tickSeamPending = false
    tickTriad.push(after: tickPin)
    return .transition
  }

  @inline(never)
  private mutating func breakTicks(after elapsed: Int64) -> TickStep {
    guard elapsed > Self.resetAfter else {
      tickSeamPending = true
      return .seam
    }
    tickPin = Pin()
    tickTriad = Triad()
    tickSeamPending = false
    return .reset
  }
}

/// QBSA: what a candle did, compared with the one before, in three bits.
///
///     D   c > last.c                       1 = rose, 0 = fell; a flat candle has no symbol
///     R   (h - l) > (last.h - last.l)
///     V   v > last.v
///
/// Source: metrics-kernel.md, section 3.
struct CandleSymbol {
  let isUp: Bool
  let isWider: Bool
  let isBusier: Bool

  /// - Parameter new: A candle that is not flat.
  init(of new: InstrumentKernel.CandleReference, after last: InstrumentKernel.CandleReference) {
    isUp = new.close > last.close
    isWider = new.range > last.range
    isBusier = new.volume > last.volume
  }

  /// D R V, D highest: 0 to 7.
  var bits: UInt8 { (isUp ? 4 : 0) | (isWider ? 2 : 0) | (isBusier ? 1 : 0) }
}

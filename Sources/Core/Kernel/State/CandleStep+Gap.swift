public import Market

extension CandleStep {
  /// The step between two candles of one instrument.
  ///
  ///     k = (open - last.open) / bar:   1 contiguous, 2...5 short gap, 6...240 seam, more reset
  ///
  /// Ingest lets through only later opens on the grid of the bar; k below one can come only of a
  /// change to a longer bar, and counts as contiguous.
  ///
  /// - Parameter bars: k.
  ///
  /// Source: metrics-kernel.md, section 2.3.
  public init(afterBars bars: Int64) {
    self =
      switch bars {
      case ...1: .contiguous
      case 2...5: .shortGap
      case 6...240: .seam
      default: .reset
      }
  }

  /// Whether the candle is compared with the one before: pushes a bit, records a return.
  public var isCompared: Bool { self == .contiguous || self == .shortGap }
}

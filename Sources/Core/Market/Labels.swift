/// Which prices a candle is made of. Sides are never mixed in one instrument.
public enum PriceSide: UInt8, Sendable, CaseIterable, BitwiseCopyable {
  case bid = 0
  case ask = 1
  case mid = 2
}

/// Which price of a candle a quote stands for.
public enum CandleMoment: UInt8, Sendable, CaseIterable, BitwiseCopyable {
  case open = 0
  case close = 1
}

/// The step from the candle before to this one (metrics-kernel.md, section 2.3).
public enum CandleStep: UInt8, Sendable, CaseIterable, BitwiseCopyable {
  /// No candle before.
  case first = 0
  /// The next bar.
  case contiguous = 1
  /// 2 to 5 bars on: compared as if contiguous.
  case shortGap = 2
  /// 6 to 240 bars on: not compared, the next bit is unlinked.
  case seam = 3
  /// More than 240 bars on: everything is cleared.
  case reset = 4
}

/// What the evidence says of an instrument's direction (metrics-kernel.md, section 8).
public enum SignalState: UInt8, Sendable, CaseIterable, BitwiseCopyable {
  case flux = 0
  case stabilizing = 1
  case converged = 2
}

/// How settled a state is (metrics-kernel.md, section 8).
public enum SignalBand: UInt8, Sendable, CaseIterable, BitwiseCopyable {
  case hot = 0
  case warm = 1
  case cold = 2
}

/// Why a row of a file is no row at all.
public enum RowFault: UInt8, Sendable, CaseIterable, BitwiseCopyable {
  case missingFields = 0
  case tooManyFields = 1
  case badStamp = 2
  case notText = 3
  /// Longer than 4 KiB.
  case tooLong = 4
  /// A candle's volume that is no whole number.
  case badVolume = 5
}

/// Decides whether a candle, as it came from outside, is accepted.
///
/// For numbers that arrive as doubles. TickIngest has its own check for exact prices, with the kernel's
/// order checks behind it.
///
/// Source: trading-system.md, section 4.1.
public struct CandleCheck: Equatable, Sendable {
  public var openAt: Timestamp
  /// Whether the broker marked it complete.
  public var isComplete: Bool
  /// A price that is missing is nil, and refused like one that is no number.
  public var open: Double?
  public var high: Double?
  public var low: Double?
  public var close: Double?
  /// nil counts as 0.
  public var volume: Double?

  public init(
    openAt: Timestamp, isComplete: Bool, open: Double?, high: Double?, low: Double?,
    close: Double?, volume: Double?
  ) {
    self.openAt = openAt
    self.isComplete = isComplete
    self.open = open
    self.high = high
    self.low = low
    self.close = close
    self.volume = volume
  }

  /// Why a candle is refused, in the order of the checks.
  public enum Refusal: UInt8, Sendable, CaseIterable, BitwiseCopyable {
    case incomplete = 0
    case badNumber = 1
    case badPrice = 2
    case badOhlc = 3
    case badVolume = 4
    case misaligned = 5

    /// As events write it.
    public var name: String {
      switch self {
      case .incomplete: "incomplete"
      case .badNumber: "bad_number"
      case .badPrice: "bad_price"
      case .badOhlc: "bad_ohlc"
      case .badVolume: "bad_volume"
      case .misaligned: "misaligned"
      }
    }
  }

  /// The first check that fails; nil when the candle is accepted.
  ///
  /// - Parameter granularity: The bar length its open must be a multiple of.
  public func refusal(granularity: Granularity) -> Refusal? {
    guard isComplete else { return .incomplete }
    guard let open, let high, let low, let close, open.isFinite, high.isFinite, low.isFinite,
      close.isFinite
    else { return .badNumber }
    guard min(open, high, low, close) > 0 else { return .badPrice }
    guard high >= max(open, close) - 1e-9, low <= min(open, close) + 1e-9 else { return .badOhlc }
    let volume = volume ?? 0
    guard volume.isFinite, volume >= 0 else { return .badVolume }
    guard openAt.nanoseconds % granularity.nanoseconds == 0 else { return .misaligned }
    return nil
  }
}

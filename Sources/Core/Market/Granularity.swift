/// The length of a candle, as the market names it.
public enum Granularity: String, Sendable, CaseIterable {
  case m1 = "M1"
  case m5 = "M5"
  case m15 = "M15"
  case m30 = "M30"
  case h1 = "H1"
  case h4 = "H4"
  case d1 = "D1"

  public var seconds: Int64 {
    switch self {
    case .m1: 60
    case .m5: 300
    case .m15: 900
    case .m30: 1_800
    case .h1: 3_600
    case .h4: 14_400
    case .d1: 86_400
    }
  }

  public var nanoseconds: Int64 { seconds * nanosecondsPerSecond }

  /// - Returns: nil when no candle has this length.
  public init?(seconds: Int64) {
    guard let found = Self.allCases.first(where: { $0.seconds == seconds }) else { return nil }
    self = found
  }

  /// `M1, M5, … D1`, for messages.
  public static let names = allCases.map(\.rawValue).joined(separator: ", ")
}

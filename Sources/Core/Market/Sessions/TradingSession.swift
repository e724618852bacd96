/// One of the four trading sessions, in the order of every list of them.
///
/// Source: trading-system.md, section 3.1.
public enum TradingSession: UInt8, Sendable, CaseIterable, BitwiseCopyable {
  case sydney = 0
  case tokyo = 1
  case london = 2
  case newYork = 3

  /// As events, routes and screens write it.
  public var name: String {
    switch self {
    case .sydney: "sydney"
    case .tokyo: "tokyo"
    case .london: "london"
    case .newYork: "newyork"
    }
  }

  /// The place whose local time its hours are in.
  public var zone: MarketZone {
    switch self {
    case .sydney: .sydney
    case .tokyo: .tokyo
    case .london: .london
    case .newYork: .newYork
    }
  }

  /// The session of a currency: where it is traded at home.
  ///
  /// - Returns: nil for a currency that is none of the eight majors.
  ///
  /// Source: trading-system.md, section 3.3, step 1.
  public static func home(ofCurrency currency: some StringProtocol) -> TradingSession? {
    switch String(currency) {
    case "AUD", "NZD": .sydney
    case "JPY": .tokyo
    case "EUR", "GBP", "CHF": .london
    case "USD", "CAD": .newYork
    default: nil
    }
  }
}

/// Some of the four trading sessions.
public struct TradingSessions: OptionSet, Equatable, Hashable, Sendable, BitwiseCopyable {
  public let rawValue: UInt8

  public init(rawValue: UInt8) { self.rawValue = rawValue & 0b1111 }

  public init(_ session: TradingSession) { rawValue = 1 << session.rawValue }

  public static let sydney = TradingSessions(.sydney)
  public static let tokyo = TradingSessions(.tokyo)
  public static let london = TradingSessions(.london)
  public static let newYork = TradingSessions(.newYork)

  public func contains(_ session: TradingSession) -> Bool {
    contains(TradingSessions(session))
  }

  /// Its sessions, sydney first.
  public var list: [TradingSession] { TradingSession.allCases.filter { contains($0) } }

  /// Their names, sydney first.
  public var names: [String] { list.map(\.name) }

  /// The home sessions of a currency pair: those of its two currencies.
  ///
  /// - Parameter instrument: Two different majors in either order, as `EUR_USD`.
  /// - Returns: nil for any other name.
  ///
  /// Source: trading-system.md, section 3.3, step 1.
  public static func home(of instrument: some StringProtocol) -> TradingSessions? {
    let parts = instrument.split(separator: "_", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0] != parts[1],
      let base = TradingSession.home(ofCurrency: parts[0]),
      let quote = TradingSession.home(ofCurrency: parts[1])
    else { return nil }
    return [TradingSessions(base), TradingSessions(quote)]
  }
}

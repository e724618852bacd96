/// One of the eight major currencies, in the order in which the market names them.
///
/// The code is a place in small tables and never changes.
public enum Currency: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  case eur = 0
  case gbp = 1
  case aud = 2
  case nzd = 3
  case usd = 4
  case cad = 5
  case chf = 6
  case jpy = 7

  /// - Parameter code: As `EUR`; nil for any other currency or spelling.
  public init?(code: some StringProtocol) {
    switch code {
    case "EUR": self = .eur
    case "GBP": self = .gbp
    case "AUD": self = .aud
    case "NZD": self = .nzd
    case "USD": self = .usd
    case "CAD": self = .cad
    case "CHF": self = .chf
    case "JPY": self = .jpy
    default: return nil
    }
  }

  public var code: String {
    switch self {
    case .eur: "EUR"
    case .gbp: "GBP"
    case .aud: "AUD"
    case .nzd: "NZD"
    case .usd: "USD"
    case .cad: "CAD"
    case .chf: "CHF"
    case .jpy: "JPY"
    }
  }
}

/// Two currencies, of which the first is priced in the second.
public struct CurrencyPair: Equatable, Sendable, BitwiseCopyable {
  public let base: Currency
  public let quote: Currency

  @inlinable public init(_ base: Currency, _ quote: Currency) {
    self.base = base
    self.quote = quote
  }

  /// - Parameter instrument: As `EUR_USD`; nil when it is not two different majors.
  public init?(instrument: String) {
    let parts = instrument.split(separator: "_", omittingEmptySubsequences: false)
    guard parts.count == 2, let base = Currency(code: parts[0]),
      let quote = Currency(code: parts[1]), base != quote
    else { return nil }
    self.init(base, quote)
  }

  public var instrument: String { "\(base.code)_\(quote.code)" }

  /// Its place in a table of 64.
  @inlinable public var index: Int { Int(base.rawValue) * 8 + Int(quote.rawValue) }
}

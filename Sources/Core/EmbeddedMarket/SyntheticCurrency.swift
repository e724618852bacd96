import Numerics

/// The eight currencies whose factors drive every price.
///
/// A factor is the logarithm of what a currency is worth, in billionths, against its worth in the
/// table of prices; an instrument's logarithm is the difference of its two factors. So the price of
/// EUR_JPY is that of EUR_USD times that of USD_JPY, whatever the factors do.
enum SyntheticCurrency: Int, CaseIterable, Sendable {
  case eur = 0
  case gbp = 1
  case aud = 2
  case nzd = 3
  case usd = 4
  case cad = 5
  case chf = 6
  case jpy = 7

  /// The largest step of a beat in plain conditions, in billionths.
  var amplitude: Int64 {
    switch self {
    case .eur: 7_800
    case .gbp: 9_700
    case .aud: 11_200
    case .nzd: 13_200
    case .usd: 6_000
    case .cad: 9_500
    case .chf: 11_400
    case .jpy: 6_000
    }
  }

  /// Where its business is at home.
  var home: SyntheticSession {
    switch self {
    case .aud, .nzd: .sydney
    case .jpy: .tokyo
    case .eur, .gbp, .chf: .london
    case .usd, .cad: .newYork
    }
  }

  /// How much of each session's business is in it, in 1,024ths: Sydney, Tokyo, London, New York.
  private var shares: InlineArray<4, Int64> {
    switch self {
    case .eur: [60, 200, 1_024, 700]
    case .gbp: [50, 150, 1_024, 600]
    case .aud: [900, 700, 400, 500]
    case .nzd: [1_024, 500, 300, 400]
    case .usd: [100, 300, 600, 1_024]
    case .cad: [50, 150, 500, 1_024]
    case .chf: [50, 150, 900, 500]
    case .jpy: [200, 1_024, 500, 600]
    }
  }

  /// How busy it is, in 1,024ths of a session at its busiest; never 0 while the market is open.
  ///
  /// - Parameter wakefulness: Of each session, in 1,024ths.
  func activity(_ wakefulness: InlineArray<4, Int64>) -> Int64 {
    var sum: Int64 = 90 << 10
    for session in 0..<4 { sum += shares[session] * wakefulness[session] }
    return sum >> 10
  }
}

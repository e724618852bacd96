public import Market

/// Twice the mid of a quote, bid + ask, in millionths: whole even where the mid itself is not.
public struct DoubledMid: Equatable, Sendable, BitwiseCopyable {
  /// Above zero.
  public let micros: Int64

  /// - Returns: nil unless both prices are above zero and their sum fits.
  public init?(bid: Price, ask: Price) {
    guard bid.micros > 0, ask.micros > 0 else { return nil }
    let (sum, overflow) = bid.micros.addingReportingOverflow(ask.micros)
    guard !overflow else { return nil }
    micros = sum
  }

  /// The mid in whole millionths, a half going up, which is away from zero.
  public var rounded: Price { Price(micros: micros / 2 + micros % 2) }
}

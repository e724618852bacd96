/// How much worse than the quote a fill is, in millionths of a basis point.
///
/// `PAPER_SLIPPAGE_BPS` 0.2 is 200,000. The setting is turned into this whole number once; everything
/// after it is exact.
public struct Slippage: Equatable, Sendable, BitwiseCopyable {
  /// 0 to `most`.
  public let microBasisPoints: Int64

  /// 1,000 basis points, a tenth of the price.
  public static let most: Int64 = 1_000_000_000
  public static let none = Slippage(checked: 0)

  /// - Returns: nil outside 0 to `most`.
  public init?(microBasisPoints: Int64) {
    guard microBasisPoints >= 0, microBasisPoints <= Self.most else { return nil }
    self.init(checked: microBasisPoints)
  }

  /// The nearest millionth of a basis point, a half going up.
  ///
  /// - Returns: nil unless it is a number from 0 to 1,000.
  public init?(basisPoints: Double) {
    guard basisPoints >= 0, basisPoints <= 1_000 else { return nil }
    let micros = basisPoints * 1_000_000
    // Below 2^53, so the whole part and what is left are exact.
    let whole = Int64(micros)
    self.init(microBasisPoints: micros - Double(whole) >= 0.5 ? whole + 1 : whole)
  }

  private init(checked: Int64) { microBasisPoints = checked }
}

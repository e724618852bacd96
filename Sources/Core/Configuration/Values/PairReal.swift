/// A number that belongs to one instrument.
public struct PairReal: Equatable, Sendable {
  /// As the broker writes it: `EUR_USD`.
  public let instrument: String
  public let value: Double

  public init(instrument: String, value: Double) {
    self.instrument = instrument
    self.value = value
  }
}

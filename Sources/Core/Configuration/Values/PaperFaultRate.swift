/// How often a fault befalls an order of the paper venue.
public struct PaperFaultRate: Equatable, Sendable {
  public let fault: PaperFault
  /// Of 1,000 orders, 1 to 1,000.
  public let perMille: Int64

  public init(fault: PaperFault, perMille: Int64) {
    self.fault = fault
    self.perMille = perMille
  }
}

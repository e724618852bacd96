public import Events

/// How much evidence moves the state of an instrument, in bits.
///
/// To enter a state takes more than to stay in it, so that a value at the edge does not flicker.
///
/// Source: metrics-kernel.md, section 8.
public struct SignalThresholds: Equatable, Sendable {
  /// Bits that make flux stabilizing.
  public private(set) var stabilizingIn: Int64
  /// Bits that make any state converged.
  public private(set) var convergedIn: Int64
  /// Bits that keep a state from falling back to flux.
  public private(set) var stabilizingOut: Int64
  /// Bits that keep a converged state converged.
  public private(set) var convergedOut: Int64

  /// In at 2 and 4 bits, out at 1 and 3.
  public static let standard = SignalThresholds(
    stabilizingIn: 2, convergedIn: 4, stabilizingOut: 1, convergedOut: 3)
  /// In at 4 and 10 bits, out at 3 and 8.
  public static let strict = SignalThresholds(
    stabilizingIn: 4, convergedIn: 10, stabilizingOut: 3, convergedOut: 8)

  /// - Parameters: Whole bits from 0 to 64, which is all that a window can hold.
  public init(
    stabilizingIn: Int64, convergedIn: Int64, stabilizingOut: Int64, convergedOut: Int64
  ) {
    for bits in [stabilizingIn, convergedIn, stabilizingOut, convergedOut] {
      precondition((0...64).contains(bits), "a threshold is 0 to 64 bits, not \(bits)")
    }
    self.stabilizingIn = stabilizingIn
    self.convergedIn = convergedIn
    self.stabilizingOut = stabilizingOut
    self.convergedOut = convergedOut
  }
}

extension SignalThresholds: StateKeeping {
  public mutating func archive<Archive: StateArchive & ~Copyable>(into archive: inout Archive) {
    archive.number("stabilizing_in_bits", &stabilizingIn, in: 0...64)
    archive.number("converged_in_bits", &convergedIn, in: 0...64)
    archive.number("stabilizing_out_bits", &stabilizingOut, in: 0...64)
    archive.number("converged_out_bits", &convergedOut, in: 0...64)
  }
}

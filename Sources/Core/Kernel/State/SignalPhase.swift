public import Market

/// Where an instrument stands: its state, and for how many pushes it has been out of flux.
///
/// Source: metrics-kernel.md, section 8.
public struct SignalPhase: Equatable, Sendable {
  public var state: SignalState
  /// Consecutive pushes with a state other than flux; 0 in flux.
  public var generation: Int64

  /// Before anything is known, and after a reset.
  public static let flux = SignalPhase(state: .flux, generation: 0)

  public init(state: SignalState, generation: Int64) {
    self.state = state
    self.generation = generation
  }

  /// The phase after a push of the bar register.
  ///
  ///     not ready                                -> flux
  ///     J >= converged in                        -> converged
  ///     was converged, J >= converged out        -> converged
  ///     J >= stabilizing in                      -> stabilizing
  ///     was not flux, J >= stabilizing out       -> stabilizing
  ///     otherwise                                -> flux
  ///
  /// - Parameter evidenceQ32: J of the window after the push, in units of 2^-32 bit.
  /// - Parameter ready: Whether that window has 32 linked pairs.
  public func next(
    evidenceQ32: Int64, ready: Bool, thresholds: SignalThresholds
  ) -> SignalPhase {
    let next = nextState(evidenceQ32: evidenceQ32, ready: ready, thresholds: thresholds)
    // A journal could hold any count: at the end of the numbers it stays there.
    let counted = generation < .max ? generation + 1 : generation
    return next == .flux ? .flux : SignalPhase(state: next, generation: counted)
  }

  private func nextState(
    evidenceQ32: Int64, ready: Bool, thresholds: SignalThresholds
  ) -> SignalState {
    guard ready else { return .flux }
    func reaches(_ bits: Int64) -> Bool { evidenceQ32 >= bits * oneQ32 }

    if reaches(thresholds.convergedIn) { return .converged }
    if state == .converged && reaches(thresholds.convergedOut) { return .converged }
    if reaches(thresholds.stabilizingIn) { return .stabilizing }
    if state != .flux && reaches(thresholds.stabilizingOut) { return .stabilizing }
    return .flux
  }

  /// How settled it is.
  ///
  ///     generation < 5                           -> hot
  ///     generation >= 10 and converged           -> cold
  ///     otherwise                                -> warm
  public var band: SignalBand {
    if generation < 5 { return .hot }
    return generation >= 10 && state == .converged ? .cold : .warm
  }
}

public import Market

/// What a round knows of one instrument.
public struct Contender: Equatable, Sendable, BitwiseCopyable {
  /// nil: there are none, or they are not ready.
  public var metrics: ScoreMetrics?
  public var isOpen: Bool
  public var isNearClose: Bool
  public var isDisabled: Bool
  /// From the gates; false while there are none, or the instrument is not among them.
  public var isGateOpen: Bool
  public var isInCooldown: Bool
  /// Whether it has a part of the weights now in force.
  public var isIncumbent: Bool

  public init(
    metrics: ScoreMetrics?, isOpen: Bool, isNearClose: Bool, isDisabled: Bool = false,
    isGateOpen: Bool, isInCooldown: Bool, isIncumbent: Bool
  ) {
    self.metrics = metrics
    self.isOpen = isOpen
    self.isNearClose = isNearClose
    self.isDisabled = isDisabled
    self.isGateOpen = isGateOpen
    self.isInCooldown = isInCooldown
    self.isIncumbent = isIncumbent
  }
}

/// What a round knows besides its instruments.
public struct RoundInputs: Equatable, Sendable, BitwiseCopyable {
  /// When the newest gates were published; nil: never.
  public var gatesAt: Timestamp?
  /// When the weights now in force were published; nil: there are none.
  public var weightsAt: Timestamp?
  /// Whether this journal has weights that were published on gates. A soft fallback is none, so that it is
  /// made again each round until there are gates.
  public var hasPublished: Bool

  public init(gatesAt: Timestamp?, weightsAt: Timestamp?, hasPublished: Bool) {
    self.gatesAt = gatesAt
    self.weightsAt = weightsAt
    self.hasPublished = hasPublished
  }
}

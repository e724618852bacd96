/// Why the venue could not work out a value. Nothing was changed.
public enum VenueValueFault: UInt8, Error, Sendable, CaseIterable, BitwiseCopyable {
  /// A price that is not above zero, or a fill that would be.
  case badPrice = 0
  /// Units of zero.
  case badUnits = 1
  /// The result does not fit.
  case overflow = 2
  /// The instrument has as many protected lots as it may have.
  case full = 3
  /// A lot whose number is not above that of the newest.
  case numberNotNew = 4
}

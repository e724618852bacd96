import Market
import TestSupport

/// The files write `NaN`, `Inf` and `-Inf` as text and instants in ms.
extension VectorValue {
  /// A double; nil for null or nothing.
  func double() throws -> Double? {
    switch self {
    case .null: nil
    case .text("NaN"): .nan
    case .text("Inf"): .infinity
    case .text("-Inf"): -.infinity
    default: try number()
    }
  }

  func instant() throws -> Timestamp {
    Timestamp(nanoseconds: try integer() * nanosecondsPerMillisecond)
  }

  func instantOrNil() throws -> Timestamp? { isNull ? nil : try instant() }

  /// The members of an object whose names must be among those that the test knows.
  @discardableResult
  func members(of names: String...) throws -> VectorValue {
    for name in try object().keys where !names.contains(name) {
      throw VectorMismatch("the test does not know \(name)")
    }
    return self
  }
}

import Market
import Strategy
import TestSupport
import Testing

/// The files write `NaN`, `Inf` and `-Inf` as text, prices as decimals and instants in ms.
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

  /// A price given as a decimal; nil for null and for what is no finite number.
  func price() throws -> Price? {
    guard let value = try double(), value.isFinite else { return nil }
    let micros = (value * 1_000_000).rounded()
    // The closes of exits.json carry the last bit of a sum.
    guard abs(micros / 1_000_000 - value) < 1e-12 else {
      throw VectorMismatch("\(value) is no count of millionths")
    }
    return Price(micros: Int64(micros))
  }

  /// A part of one; nil for null and for what is no finite number.
  func ratio() throws -> Ratio? { try price().map { Ratio(micros: $0.micros) } }

  /// An instant in ms; nil for null or nothing.
  func instant() throws -> Timestamp? {
    isNull ? nil : Timestamp(nanoseconds: try integer() * nanosecondsPerMillisecond)
  }

  func stance() throws -> Stance {
    let number = try integer()
    guard let side = Int8(exactly: number).flatMap(Stance.init(rawValue:)) else {
      throw VectorMismatch("\(number) is no side")
    }
    return side
  }

  /// The members of an object whose names must be among those that the test knows.
  func members(of names: String...) throws -> VectorValue {
    for name in try object().keys where !names.contains(name) {
      throw VectorMismatch("the test does not know \(name)")
    }
    return self
  }

  /// A setting of the case, else of the file.
  func setting(_ name: String, over config: VectorValue) -> VectorValue {
    if case .object(let members) = self, let own = members[name] { own } else { config[name] }
  }
}

/// Whether two doubles are equal as the files say: within 1e-9; nothing equals only nothing.
func isClose(_ left: Double?, _ right: Double?) -> Bool {
  switch (left, right) {
  case (nil, nil): true
  case (let left?, let right?): abs(left - right) <= 1e-9
  default: false
  }
}

/// The instant from which examples count.
let noon = Timestamp(nanoseconds: 1_800_000_000 * nanosecondsPerSecond)

extension Timestamp {
  func adding(seconds: Double) -> Timestamp {
    adding(nanoseconds: Int64((seconds * 1e9).rounded()))
  }
}

/// A price as people write it.
func price(_ decimal: Double) -> Price { Price(micros: Int64((decimal * 1_000_000).rounded())) }

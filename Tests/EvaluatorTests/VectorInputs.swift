import Evaluator
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

  /// A price given as a decimal, exactly.
  func price() throws -> Price {
    let value = try number()
    let micros = (value * 1_000_000).rounded()
    guard micros / 1_000_000 == value else {
      throw VectorMismatch("\(value) is no count of millionths")
    }
    return Price(micros: Int64(micros))
  }

  /// An instant in ms.
  func instant() throws -> Timestamp {
    Timestamp(nanoseconds: try integer() * nanosecondsPerMillisecond)
  }

  /// True or false, or what an absent member stands for.
  func flag(orElse ordinary: Bool) throws -> Bool { isNull ? ordinary : try flag() }

  /// The members of an object whose names must be among those that the test knows.
  @discardableResult
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

  func figures() throws -> SummaryFigures {
    try members(of: "trades", "calmar", "pnl_total")
    return SummaryFigures(
      trades: try self["trades"].double(), calmar: try self["calmar"].double(),
      profitTotal: try self["pnl_total"].double())
  }

  func floors() throws -> Floors {
    Floors(
      trades: try self["min_trades"].number(), calmar: try self["calmar_min"].number(),
      profitTotal: try self["pnl_min"].number())
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
  func adding(seconds: Int64) -> Timestamp { adding(nanoseconds: seconds * nanosecondsPerSecond) }
  func adding(days: Int64) -> Timestamp { adding(seconds: days * 86_400) }
}

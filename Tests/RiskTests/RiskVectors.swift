import Market
import Risk
import TestSupport

/// The cases of one kind in one of the files under `trading/`.
struct RiskVectors {
  private let file: String
  private let kind: String

  init(_ file: String, _ kind: String) {
    self.file = file
    self.kind = kind
  }

  /// Runs each case with its number and name.
  func check(_ body: (_ input: VectorValue, _ expected: VectorValue, String) throws -> Void)
    throws
  {
    var number = 0
    try Vectors.forEachCase(in: "trading/\(file).json", kind: kind) { vector, _ in
      try body(vector["input"], vector["expect"], "\(kind) \(number): \(vector["name"])")
      number += 1
    }
  }
}

extension VectorValue {
  /// A double; `NaN`, `Inf` and `-Inf` are written as text, null is absent.
  func double() throws -> Double? {
    switch self {
    case .null: nil
    case .text("NaN"): .nan
    case .text("Inf"): .infinity
    case .text("-Inf"): -.infinity
    default: try number()
    }
  }

  /// A price written with up to five decimals, counted exactly.
  func price() throws -> Price {
    let points = (try number() * 100_000).rounded()
    guard Double(points) / 100_000 == (try number()) else {
      throw VectorMismatch("\(self) is not a price of five decimals")
    }
    return Price(micros: Int64(points) * 10)
  }
}

/// Equal within the tolerance of the vectors, nil only to nil.
func agrees(_ value: Double?, _ expected: Double?, within tolerance: Double = 1e-9) -> Bool {
  guard let value, let expected else { return value == nil && expected == nil }
  return abs(value - expected) <= tolerance
}

extension BudgetLimits {
  init(_ config: VectorValue) throws {
    self.init()
    targetShare = try config["target_pct"].double() ?? targetShare
    topK = config["top_k"].isNull ? topK : try config["top_k"].integer()
    perInstrumentShare = try config["max_per_pos_pct"].double() ?? perInstrumentShare
  }
}

extension StepLimits {
  init(_ config: VectorValue) throws {
    self.init()
    rampShare = try config["ramp_step_pct"].double() ?? rampShare
    deadBandShare = try config["deadband_pct"].double() ?? deadBandShare
    maxNetUnits =
      config["max_net_units"].isNull ? maxNetUnits : try config["max_net_units"].integer()
  }
}

extension MarginLimits {
  init(_ config: VectorValue) throws {
    self.init()
    high = try config["margin_high"].double() ?? high
    low = try config["margin_low"].double() ?? low
    critical = try config["util_kill"].double() ?? critical
  }
}

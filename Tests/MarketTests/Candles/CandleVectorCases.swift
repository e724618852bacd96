import TestSupport
import Testing

/// The cases of one kind in `trading/data.json`.
func dataCases(_ kind: String) throws -> [VectorValue] {
  let cases = try Vectors.read("trading/data.json")["cases"].list().filter {
    $0["kind"] == .text(kind)
  }
  print("data.json: \(cases.count) cases of \(kind) ran.")
  try #require(!cases.isEmpty)
  return cases
}

/// A number that may be missing or no finite one: `null`, `"NaN"`, `"Inf"`, `"-Inf"`.
func optionalNumber(_ value: VectorValue) throws -> Double? {
  switch value {
  case .null: nil
  case .text("NaN"): .nan
  case .text("Inf"): .infinity
  case .text("-Inf"): -.infinity
  default: try value.number()
  }
}

import TestSupport
import Testing

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

/// A bar length as documents name it: `S5`, `M1`, `M15`, `H4`, `D1`, `W1`.
///
/// - Parameter barSeconds: 1 or more. Any length has a name: 7 s is `S7`, 48 hours are `H48`.
public func granularityName(barSeconds: Int64) -> String {
  switch barSeconds {
  case 604_800: "W1"
  case 86_400: "D1"
  case let seconds where seconds % 3_600 == 0: "H\(seconds / 3_600)"
  case let seconds where seconds % 60 == 0: "M\(seconds / 60)"
  default: "S\(barSeconds)"
  }
}

import Market

// Millionths become doubles only inside a formula (trading-system.md, section 2.2). The quotient is the
// double that the decimal itself reads as.

extension Price {
  /// In the quote currency.
  var value: Double { Double(micros) / 1_000_000 }
}

extension Ratio {
  /// As a part of one.
  var value: Double { Double(micros) / 1_000_000 }
}

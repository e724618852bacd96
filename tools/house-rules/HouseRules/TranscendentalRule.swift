/// Refuses functions whose last bit differs between CPUs and C libraries.
///
/// glibc's `log` or `exp` return other bits on a CPU with fused multiply-add than on one without; so
/// does `addingProduct` against a product and a sum (swift-platform.md; design.md, section 4). Only
/// `PortableMath`, in Numerics, declares such functions.
enum TranscendentalRule {
  private static let functions: Set<String> = [
    "log", "log2", "log10", "log1p", "logb", "exp", "exp2", "exp10", "expm1", "pow", "powf", "sin",
    "cos", "tan", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh", "asinh", "acosh",
    "atanh",
    "sincos", "lgamma", "tgamma", "erf", "erfc", "cbrt", "hypot", "fma", "addingProduct",
    "addProduct",
  ]

  static func findings(in source: Source) -> [Finding] {
    guard let module = source.place.coreModule else { return [] }
    return source.tokens.indices.compactMap { index in
      let name = source.tokens[index].text
      guard source.tokens[index].kind == .identifier, functions.contains(name),
        source.isSymbol("(", at: index + 1), !isOurs(source, at: index, in: module)
      else { return nil }
      let fused = name == "fma" || name.hasPrefix("add")
      return source.finding(
        .transcendental, at: index,
        fused
          ? "`\(name)` fuses two roundings into one. Write the product and the sum, in that order."
          : "`\(name)` gives other bits on other CPUs. Call `PortableMath.\(name)`.")
    }
  }

  /// `PortableMath.log(` anywhere; in Numerics also its declaration and calls on `Self`.
  private static func isOurs(_ source: Source, at index: Int, in module: String) -> Bool {
    if source.isSymbol(".", at: index - 1) {
      return source.isName("PortableMath", at: index - 2)
        || (module == "Numerics" && source.isName("Self", at: index - 2))
    }
    return module == "Numerics" && source.isKeyword("func", at: index - 1)
  }
}

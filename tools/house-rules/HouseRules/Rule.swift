/// The name of a house rule, as findings and exceptions spell it.
package enum Rule: String, CaseIterable, Sendable {
  // In Core: the same recorded events give the same decisions.
  case coreImport = "core-import"
  case hashOrder = "hash-order"
  case clock
  case randomness
  case hashValue = "hash-value"
  case address
  case environment
  case locale
  case concurrency
  case transcendental
  case integersOnly = "integers-only"
  case output
  case mutableGlobal = "mutable-global"
  case unownedUnsafe = "unowned-unsafe"
  case reflection
  case swallowedError = "swallowed-error"
  case fatalError = "fatal-error"
  case buildCondition = "build-condition"
  case cSymbol = "c-symbol"

  // In all Sources.
  case forcedTry = "forced-try"
  case forcedCast = "forced-cast"
  case forceUnwrap = "force-unwrap"
  case todo
  case cLibraryImport = "c-library-import"
  case layerImport = "layer-import"
  case roomImport = "actor-import"
  case payloadImport = "payload-import"
  case typeName = "type-name"
  case fileName = "file-name"
  case fileLength = "file-length"
  case untypedJSON = "untyped-json"
  case sleep

  // In the package description.
  case packageArrow = "package-arrow"
  case packageActor = "package-actor"
  case coreFiles = "core-files"

  /// An exception that is itself wrong: unknown rule, no reason, or nothing to allow.
  case exception
}

/// One place where a house rule does not hold, and what to do instead.
package struct Finding: Equatable, Sendable, CustomStringConvertible {
  package let file: String
  package let line: Int
  package let column: Int
  package let rule: Rule
  package let message: String

  package var description: String { "\(file):\(line):\(column): \(rule.rawValue): \(message)" }

  /// The order in which findings are told: by file, then by place.
  static func precedes(_ left: Finding, _ right: Finding) -> Bool {
    if left.file != right.file { return left.file < right.file }
    return (left.line, left.column, left.rule.rawValue, left.message)
      < (right.line, right.column, right.rule.rawValue, right.message)
  }
}

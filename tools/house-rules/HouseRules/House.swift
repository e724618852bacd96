/// Where a file stands: folders go by purity (design.md, section 5).
package enum Place: Equatable, Sendable {
  case core(module: String)
  case edge(module: String)
  case node
  /// The command line, `Sources/retrace`.
  case command
  /// Module maps and the C shim.
  case c
  case elsewhere

  package init(path: String) {
    let parts = path.split(separator: "/").map(String.init)
    switch (parts.first, parts.dropFirst().first, parts.dropFirst(2).first) {
    case ("Sources", "Core", House.payloadFolder):
      self = .core(module: parts.count > 3 ? House.payloadModule(of: parts[3]) : parts[2])
    case ("Sources", "Core", let module?): self = .core(module: module)
    case ("Sources", "Edge", let module?): self = .edge(module: module)
    case ("Sources", "Node", _): self = .node
    case ("Sources", "retrace", _): self = .command
    case ("Sources", "C", _): self = .c
    default: self = .elsewhere
    }
  }

  var isCore: Bool { coreModule != nil }

  var coreModule: String? {
    if case .core(let module) = self { module } else { nil }
  }
}

/// The modules of the house and the arrows between them (design.md, section 5).
package struct House: Equatable, Sendable {
  /// The folders of `Sources/Core`, and the modules of payloads.
  package var coreModules: [String]
  /// The wrapped C libraries, each imported by one file.
  package var cLibraries: [String]

  package init(coreModules: [String], cLibraries: [String]) {
    self.coreModules = coreModules
    self.cLibraries = cLibraries
  }

  /// What decides on its own, applying events instead of calling its neighbours.
  static let reducers = [
    "Ingest", "Kernel", "Manifold", "Regime", "Evaluator", "Allocator", "Strategy", "Risk",
    "Ledger",
    "Portfolio", "Churner", "Advisor", "PaperVenue",
  ]

  /// The folder of `Sources/Core` with a module for each family of events.
  static let payloadFolder = "Payloads"

  static func payloadModule(of family: String) -> String { family + "Events" }

  /// What payloads are made of.
  static let payloadParts = ["Codec", "Market", "Numerics"]

  /// Modules in which every quantity is an integer.
  static let integerModules = ["EmbeddedMarket", "Ingest", "Kernel"]

  /// Instructions of the processor that give the same bits on every machine: no part of the world.
  static let processorModule = "CProcessor"

  /// Whether the Core module `user` may use a module of C: only Numerics, and only that one.
  static func mayUseC(_ used: String, from user: String) -> Bool {
    used == processorModule && user == "Numerics"
  }

  /// Whether the Core module `user` may import the Core module `used`: an actor sees no other actor,
  /// unless that one is a value it owns.
  ///
  /// Payloads are parts of Events: they know what they are made of, and are seen through Events.
  static func mayImport(_ used: String, from user: String) -> Bool {
    if isPayload(user) { return user == used || payloadParts.contains(used) }
    if isPayload(used) { return user == "Events" }
    guard user != used, reducers.contains(user), reducers.contains(used) else { return true }
    return values(of: user).contains(used)
  }

  private static func isPayload(_ module: String) -> Bool {
    module.hasSuffix(payloadModule(of: "")) && module != "Events"
  }

  static func values(of actor: String) -> [String] {
    switch actor {
    case "Manifold": ["Regime"]
    case "Allocator": ["Evaluator", "Strategy"]
    case "Evaluator": ["Strategy"]
    case "Portfolio": ["Strategy", "Risk", "Ledger"]
    case "PaperVenue": ["Risk", "Ledger"]
    default: []
    }
  }
}

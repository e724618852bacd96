// swift-tools-version: 6.2
// The map of the house. Folders go by purity: Core decides, Edge talks to the world, Node wires them,
// retrace is the command line. docs/architecture.md explains the arrows; HouseRulesTests holds them.
import PackageDescription

/// What every Swift target is built with.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InferIsolatedConformances"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

/// Counting the ones of a word is one instruction on every 64-bit Intel or AMD processor since 2008; the
/// compiler's own default is older.
#if arch(x86_64)
  let counting = ["-Xcc", "-mpopcnt"]
#else
  let counting: [String] = []
#endif

/// Core is small and called once per event: let the optimiser see across its modules.
let fast =
  strict + [
    .unsafeFlags(["-cross-module-optimization"] + counting, .when(configuration: .release))
  ]

/// The README of a target and those of its folders: for people, not for the compiler.
func notes(_ folders: [String]) -> [String] {
  ["README.md"] + folders.map { "\($0)/README.md" }
}

func core(
  _ name: String, _ dependencies: [Target.Dependency] = [], folders: [String] = []
) -> Target {
  .target(
    name: name, dependencies: dependencies, path: "Sources/Core/\(name)", exclude: notes(folders),
    swiftSettings: fast)
}

func edge(
  _ name: String, _ dependencies: [Target.Dependency], folders: [String] = []
) -> Target {
  .target(
    name: name, dependencies: dependencies, path: "Sources/Edge/\(name)", exclude: notes(folders),
    swiftSettings: fast)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: name, dependencies: dependencies, path: "Tests/\(name)", swiftSettings: strict)
}

func library(_ name: String) -> Target {
  .systemLibrary(name: name, path: "Sources/C/\(name)")
}

/// The families of events, by the prefix of their names: each is a module of payloads, `KernelEvents` for
/// `kernel.…`, and all are seen through Events. A new kind of one of them needs nothing here.
let families = [
  "Allocator", "Broker", "Feed", "Ingest", "Kernel", "Manifold", "Node", "Operator", "Portfolio",
  "Venue",
]

func payloads(_ family: String) -> Target {
  .target(
    name: "\(family)Events", dependencies: ["Codec", "Market", "Numerics"],
    path: "Sources/Core/Payloads/\(family)", swiftSettings: fast)
}

/// What the tests of the trading reducers look at.
let trading: [Target.Dependency] = [
  "Portfolio", "PaperVenue", "Turns", "Configuration", "Events", "Ledger", "Risk", "Strategy",
  "Market", "Numerics", "TestSupport", "PaperRun",
]

let package = Package(
  name: "retrace",
  products: [
    .executable(name: "retrace", targets: ["retrace"]),
    // Loaded in front of the C library by tests; nothing links it.
    .library(name: "FaultyDisk", type: .dynamic, targets: ["FaultyDisk"]),
  ],
  targets: [
    // C: module maps, and the one shim.
    library("CLMDB"), library("CZlib"), library("COpenSSL"),
    .target(
      name: "CPlatform", path: "Sources/C/CPlatform",
      cSettings: [
        .unsafeFlags(["-O3", "-ffp-contract=off", "-Wall", "-Wextra", "-Werror"]),
        .define("_GNU_SOURCE"),
      ]),

    .target(
      name: "CProcessor", path: "Sources/C/CProcessor",
      cSettings: [.unsafeFlags(["-O3", "-ffp-contract=off", "-Wall", "-Wextra", "-Werror"])]),

    // Core: pure, deterministic, no Foundation.
    core("Numerics", ["CProcessor"]),
    core("Market", ["Numerics"]),
    core("Codec", ["Numerics", "Market"], folders: ["State"]),
    core(
      "Events", ["Numerics", "Market", "Codec"] + families.map { .target(name: "\($0)Events") },
      folders: ["Frames"]),
    core("Ingest", ["Numerics", "Market", "Events"]),
    core(
      "Kernel", ["Numerics", "Market", "Events"],
      folders: ["Coefficients", "Metrics", "Pin", "State", "Triad"]),
    core("Manifold", ["Numerics", "Market", "Events"]),
    core("EmbeddedMarket", ["Numerics", "Market"]),
    core("Strategy", ["Numerics", "Market"]),
    core("Evaluator", ["Market", "Strategy"]),
    core(
      "Allocator",
      ["Numerics", "Market", "Events", "Configuration", "Strategy", "Evaluator"]),
    core("Risk", ["Numerics", "Market"]),
    core("Ledger", ["Numerics", "Market", "Events"]),
    core("Configuration", ["Numerics", "Market", "Events"]),
    core(
      "Portfolio",
      [
        "Numerics", "Market", "Events", "Configuration", "Strategy", "Risk", "Ledger",
      ], folders: ["Strategy"]),
    core(
      "PaperVenue", ["Numerics", "Market", "Events", "Configuration", "Risk", "Ledger"],
      folders: ["Values"]),
    core(
      "Turns",
      [
        "Numerics", "Market", "Events", "Ingest", "Kernel", "Manifold", "Allocator", "Portfolio",
        "PaperVenue",
      ]),

    // Edge: the world.
    edge("Crypto", ["COpenSSL", "Numerics"]),
    edge("Descriptions", ["Events"]),
    edge("Files", ["CPlatform"]),
    edge("Compression", ["CZlib", "Crypto", "Numerics"]),
    edge(
      "Journal",
      ["CLMDB", "CPlatform", "Compression", "Crypto", "Files", "Numerics", "Market", "Events"],
      folders: ["Log", "Pages", "Chain", "Snapshots", "Sealing", "Tree", "Verifier"]),
    edge("Settings", ["Configuration", "Market", "Numerics"]),
    edge(
      "Feeds",
      [
        "Compression", "Configuration", "Crypto", "Files", "Numerics", "Market", "Events",
        "EmbeddedMarket",
      ],
      folders: ["Commands"]),

    // Node: actors, sequencer, replay, audit.
    .target(
      name: "Node",
      dependencies: [
        "CPlatform", "Crypto", "Numerics", "Market", "Events", "Ingest", "Kernel", "Manifold",
        "Configuration", "Evaluator", "Strategy", "Ledger", "Allocator", "Portfolio", "PaperVenue",
        "Turns", "Journal", "Feeds",
      ],
      exclude: notes([
        "Actors", "Audit", "Committed", "Explain", "Live", "Priming", "Replay", "Sealing",
      ]),
      swiftSettings: fast),

    // Tools of the house.
    .target(
      name: "SchemaGen", dependencies: ["Numerics"], path: "tools/schema-gen/SchemaGen",
      swiftSettings: strict),
    .executableTarget(
      name: "schema-gen", dependencies: ["SchemaGen"], path: "tools/schema-gen/Main",
      swiftSettings: strict),

    .target(name: "HouseRules", path: "tools/house-rules/HouseRules", swiftSettings: strict),
    .executableTarget(
      name: "house-rules", dependencies: ["HouseRules"], path: "tools/house-rules/Main",
      swiftSettings: strict),

    .target(
      name: "ExampleRecorder", dependencies: ["Events", "Market", "Numerics", "SchemaGen"],
      path: "tools/record-examples/ExampleRecorder", swiftSettings: strict),
    .executableTarget(
      name: "record-examples", dependencies: ["ExampleRecorder", "SchemaGen"],
      path: "tools/record-examples/Main",
      swiftSettings: strict),

    .target(
      name: "CommitMark", path: "tools/crash/CommitMark",
      cSettings: [
        .unsafeFlags(["-O2", "-Wall", "-Wextra", "-Werror"]), .define("_GNU_SOURCE"),
      ]),
    .executableTarget(
      name: "crash",
      dependencies: ["CommitMark", "Events", "Feeds", "Journal", "Market", "Node", "Numerics"],
      path: "tools/crash/Main", swiftSettings: strict),

    .target(
      name: "AllocationCount", path: "tools/allocations/AllocationCount",
      cSettings: [.unsafeFlags(["-O2", "-Wall", "-Wextra", "-Werror"])]),
    .executableTarget(
      name: "allocations",
      dependencies: ["AllocationCount", "Events", "Market", "Numerics", "TestSupport", "Turns"],
      path: "tools/allocations/Main", swiftSettings: strict),
    .executableTarget(
      name: "bench",
      dependencies: ["Events", "Feeds", "Journal", "Market", "Node", "Turns"],
      path: "tools/bench/Micro", swiftSettings: fast),

    // The command line.
    .executableTarget(
      name: "retrace",
      dependencies: [
        "CPlatform", "Configuration", "Descriptions", "Files", "Numerics", "Market", "Events",
        "Ledger", "Allocator", "Evaluator", "Strategy", "Manifold", "Turns", "Journal", "Feeds",
        "Node", "Settings",
      ],
      swiftSettings: fast),

    // Tests.
    .target(
      name: "FaultyDisk", path: "Tests/FaultyDisk",
      cSettings: [.unsafeFlags(["-Wall", "-Wextra", "-Werror"]), .define("_GNU_SOURCE")]),
    .target(
      name: "TestSupport", dependencies: ["Events", "Market", "Numerics", "Turns"],
      path: "Tests/TestSupport", swiftSettings: strict),
    tests("NumericsTests", ["Numerics", "TestSupport"]),
    tests(
      "EmbeddedMarketTests",
      ["EmbeddedMarket", "Turns", "Ingest", "Kernel", "Events", "Market", "Numerics"]),
    tests("StrategyTests", ["Strategy", "Market", "Numerics", "TestSupport"]),
    tests("EvaluatorTests", ["Evaluator", "Strategy", "Market", "Numerics", "TestSupport"]),
    tests(
      "AllocatorTests",
      [
        "Allocator", "Configuration", "Evaluator", "Events", "Market", "Numerics", "PaperRun",
        "Strategy", "TestSupport", "Turns",
      ]),
    tests("RiskTests", ["Risk", "Market", "Numerics", "TestSupport"]),
    tests("LedgerTests", ["Ledger", "Market", "Numerics", "TestSupport"]),
    .target(
      name: "PaperRun",
      dependencies: [
        "Configuration", "Events", "Market", "Numerics", "Portfolio", "PaperVenue", "TestSupport",
        "Turns",
      ], path: "Tests/PaperRun", exclude: ["README.md"], swiftSettings: strict),
    tests("PortfolioTests", trading), tests("PaperVenueTests", trading),
    tests(
      "ConfigurationTests",
      ["Configuration", "Events", "Market", "Numerics", "SchemaGen", "TestSupport"]),
    tests("SettingsTests", ["Settings", "Configuration", "Market", "TestSupport"]),
    tests("KernelTests", ["Kernel", "Market", "Numerics", "TestSupport"]),
    tests("MarketTests", ["Market", "Numerics", "TestSupport"]),
    tests(
      "ManifoldTests",
      ["Manifold", "Turns", "Events", "Market", "Numerics", "TestSupport"]),
    tests(
      "EventsTests",
      [
        "Descriptions", "Events", "ExampleRecorder", "Market", "Numerics", "SchemaGen",
        "TestSupport",
      ]
    ),
    tests(
      "TurnsTests", ["Turns", "Events", "Ingest", "Kernel", "Market", "Numerics", "TestSupport"]),
    tests(
      "IngestTests", ["Ingest", "Turns", "Kernel", "Events", "Market", "Numerics", "TestSupport"]),
    tests(
      "JournalTests", ["Journal", "Crypto", "Turns", "Events", "Market", "Numerics", "TestSupport"]),
    tests(
      "NodeTests",
      [
        "Node", "Configuration", "ExampleRecorder", "Journal", "Turns", "Events", "Ingest",
        "Feeds", "Market", "Numerics", "SchemaGen", "Settings", "TestSupport",
      ]),
    tests("CommandTests", ["CLMDB", "Journal", "TestSupport"]),
    tests("FeedsTests", ["Compression", "Feeds", "Numerics", "Market"]),
    tests("HouseRulesTests", ["HouseRules", "Numerics"]),
  ]
)

package.targets += families.map(payloads)

// Parts that are built on their own and into their own folder, two of them with a sanitizer. Without
// the variable nothing of this is there.
switch Context.environment["RETRACE_PART"] {
case "fuzz":
  // tools/fuzz: all fuzz targets in one program, with the command line as a library.
  let command = package.targets.filter { $0.name == "retrace" }.flatMap { $0.dependencies }
  package.products = []
  package.targets.removeAll { $0.name == "retrace" || $0.type == .test }
  package.targets += [
    .target(
      name: "Commands", dependencies: command, path: "Sources/retrace", exclude: ["Main.swift"],
      swiftSettings: fast),
    .executableTarget(
      name: "fuzz",
      dependencies: [
        "Commands", "Compression", "Events", "Feeds", "Journal", "Market", "Node", "Numerics",
        "TestSupport", "Turns",
      ],
      path: "Tests/Fuzz", exclude: ["README.md", "corpora", "leaks.txt"],
      swiftSettings: strict + [.unsafeFlags(["-parse-as-library"])],
      // gold stops at the names of the address sanitizer.
      linkerSettings: [.unsafeFlags(["-use-ld=lld"])]),
  ]
case "live":
  // tools/test: the tests of the live path.
  package.products = []
  let making = ["ExampleRecorder", "SchemaGen"]
  package.targets.removeAll {
    $0.type == .test && $0.name != "NodeTests"
      || $0.path?.hasPrefix("tools/") == true && !making.contains($0.name)
      || $0.name == "retrace"
  }
case "mutations":
  // tools/mutations: the tests that must see what was broken.
  let seeing = ["CommandTests", "JournalTests", "NodeTests", "TurnsTests"]
  package.targets.removeAll { $0.type == .test && !seeing.contains($0.name) }
default: break
}

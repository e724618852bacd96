import HouseRules
import Testing

@Suite struct `An import` {
  @Test(arguments: [
    "import Foundation", "@preconcurrency import Foundation", "@_exported import Foundation",
    "package import Foundation", "internal import Foundation", "import struct Foundation.Date",
    "import FoundationEssentials", "import Glibc.stdlib", "import func Glibc.time",
    "import Dispatch",
    "import Synchronization", "import Journal", "import Node", "import CLMDB", "import `Glibc`",
    "import Market; import Glibc", "import\n  Musl", "/* a */import/* b */Darwin",
    "@_spi(A) @preconcurrency private import _Concurrency", "@testable import Feeds",
  ])
  func `of the world is refused in Core`(text: String) throws {
    let source = try Source(path: "Sources/Core/Allocator/A.swift", text: text)
    let findings = Checker(house: .small).check([source]).findings
    #expect(findings.contains { $0.rule == .coreImport }, "\(text) gave \(findings)")
  }

  @Test(arguments: [
    "import Swift", "package import Market", "import struct Numerics.Ratio", "import Evaluator",
    "import Numerics; import Events", "let x = \"import Foundation\"", "// import Foundation",
    "func `import`(Foundation: Int) {}", "let x = a.import\nlet Foundation = 1",
  ])
  func `of Core, or no import at all, is fine in Core`(text: String) throws {
    let source = try Source(path: "Sources/Core/Allocator/A.swift", text: text)
    #expect(Checker(house: .small).check([source]).findings == [])
  }

  @Test(arguments: [("Numerics", 0), ("Kernel", 1), ("Market", 1)])
  func `of the processor's own instructions is for Numerics`(module: String, findings: Int) throws {
    let source = try Source(path: "Sources/Core/\(module)/A.swift", text: "import CProcessor")
    let found = Checker(house: .small).check([source]).findings.map(\.rule)
    #expect(found == [Rule](repeating: .coreImport, count: findings))
  }

  @Test(arguments: [
    ("Allocator", "Kernel"), ("Manifold", "Evaluator"), ("Portfolio", "Manifold"),
    ("Risk", "Ledger"), ("Regime", "Manifold"),
  ])
  func `of a neighbour is refused in an actor`(actor: String, neighbour: String) throws {
    let source = try Source(path: "Sources/Core/\(actor)/A.swift", text: "import \(neighbour)")
    #expect(Checker(house: .small).check([source]).findings.map(\.rule) == [.roomImport])
  }

  @Test(arguments: [
    ("Manifold", "Regime"), ("Allocator", "Evaluator"), ("Allocator", "Strategy"),
    ("Portfolio", "Strategy"),
    ("Portfolio", "Risk"), ("Portfolio", "Ledger"), ("Turns", "Kernel"), ("Kernel", "Market"),
  ])
  func `of a value an actor owns, or of all reducers by Turns, is fine`(user: String, used: String)
    throws
  {
    let source = try Source(path: "Sources/Core/\(user)/A.swift", text: "import \(used)")
    #expect(Checker(house: .small).check([source]).findings == [])
  }

  private static let payloads = House(
    coreModules: [
      "Codec", "Events", "FeedEvents", "Kernel", "KernelEvents", "Market", "Numerics",
    ], cLibraries: [])

  @Test(arguments: [
    ("Sources/Core/Kernel/A.swift", "KernelEvents"), ("Sources/Core/Codec/A.swift", "FeedEvents"),
    ("Sources/Core/Payloads/Kernel/Generated/A.swift", "FeedEvents"),
    ("Sources/Core/Payloads/Kernel/Generated/A.swift", "Events"),
    ("Sources/Core/Payloads/Kernel/Generated/A.swift", "Kernel"),
  ])
  func `of payloads, or by them, is refused but for Events`(path: String, used: String) throws {
    let source = try Source(path: path, text: "import \(used)")
    let findings = Checker(house: Self.payloads).check([source]).findings
    #expect(findings.map(\.rule) == [.payloadImport])
  }

  @Test(arguments: [
    ("Sources/Core/Events/A.swift", "KernelEvents"),
    ("Sources/Core/Payloads/Kernel/Generated/A.swift", "Codec"),
    ("Sources/Core/Payloads/Kernel/Generated/A.swift", "Market"),
    ("Sources/Core/Kernel/A.swift", "Codec"),
  ])
  func `of payloads by Events, or of the parts they are made of, is fine`(
    path: String, used: String
  ) throws {
    let source = try Source(path: path, text: "import \(used)")
    #expect(Checker(house: Self.payloads).check([source]).findings == [])
  }

  @Test(arguments: [
    ("Sources/Edge/Feeds/A.swift", "Node"), ("Sources/Edge/Feeds/A.swift", "retrace"),
    ("Sources/Node/A.swift", "retrace"),
  ])
  func `against the layers is refused`(path: String, module: String) throws {
    let source = try Source(path: path, text: "import \(module)")
    #expect(Checker(house: .small).check([source]).findings.map(\.rule) == [.layerImport])
  }

  @Test func `of a C library is for one file`() throws {
    let sources = try [
      Source(path: "Sources/Edge/Journal/Map.swift", text: "import CLMDB"),
      Source(path: "Sources/Edge/Journal/Cursor.swift", text: "import Market\nimport CLMDB"),
      Source(path: "Sources/Edge/Compression/Gzip.swift", text: "import CZlib\nimport CPlatform"),
      Source(path: "Sources/Node/Pin.swift", text: "import CPlatform"),
    ]
    let findings = Checker(house: .small).check(sources).findings
    #expect(findings.map(\.rule) == [.cLibraryImport])
    #expect(findings.map(\.file) == ["Sources/Edge/Journal/Map.swift"])
    #expect(findings.first?.message.contains("Cursor.swift") == true)
  }
}

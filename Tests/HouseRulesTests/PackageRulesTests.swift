import HouseRules
import Testing

@Suite struct `A package description` {
  private struct Target {
    let name: String
    var path: String?
    var type = "regular"
    var uses: [String] = []
    var products: [String] = []

    var json: String {
      let path = path.map { "\"\($0)\"" } ?? "null"
      let uses = uses.map { "{\"byName\": [\"\($0)\", null]}" }
      let products = products.map { "{\"product\": [\"\($0)\", \"outside\", null, null]}" }
      return """
        {"name": "\(name)", "type": "\(type)", "path": \(path), "settings": [],
         "dependencies": [\((uses + products).joined(separator: ", "))]}
        """
    }
  }

  private static let house = [
    Target(name: "CProcessor", path: "Sources/C/CProcessor"),
    Target(name: "Numerics", path: "Sources/Core/Numerics", uses: ["CProcessor"]),
    Target(name: "Kernel", path: "Sources/Core/Kernel", uses: ["Numerics"]),
    Target(name: "Regime", path: "Sources/Core/Regime", uses: ["Numerics"]),
    Target(name: "Manifold", path: "Sources/Core/Manifold", uses: ["Regime"]),
    Target(name: "CLMDB", path: "Sources/C/CLMDB", type: "system"),
    Target(name: "Journal", path: "Sources/Edge/Journal", uses: ["CLMDB", "Numerics"]),
    Target(name: "Node", uses: ["Journal", "Kernel", "Manifold"]),
    Target(name: "retrace", type: "executable", uses: ["Node", "Journal"]),
    Target(name: "NodeTests", type: "test", uses: ["Node", "CLMDB"]),
  ]

  private func findings(adding extra: Target...) throws -> [Finding] {
    let targets = (Self.house + extra).map(\.json).joined(separator: ",\n")
    let json = "{\"name\": \"retrace\", \"dependencies\": [], \"targets\": [\(targets)]}"
    return PackageRules.findings(in: try PackageDescription(json: Array(json.utf8)))
  }

  @Test func `with arrows from retrace to Node to Edge to Core is fine`() throws {
    #expect(try findings() == [])
  }

  @Test(arguments: ["Journal", "Node", "retrace", "CLMDB", "CProcessor", "Unheard"])
  func `with an arrow out of Core is refused`(used: String) throws {
    let found = try findings(
      adding: Target(name: "Market", path: "Sources/Core/Market", uses: ["Numerics", used]))
    #expect(found.map(\.rule) == [.packageArrow])
    #expect(found.first?.message.contains("`\(used)`") == true)
  }

  @Test func `with a product of another package in Core is refused`() throws {
    let found = try findings(
      adding: Target(name: "Market", path: "Sources/Core/Market", products: ["Collections"]))
    #expect(found.map(\.rule) == [.packageArrow])
  }

  @Test(arguments: ["Node", "retrace"])
  func `with an arrow from Edge outwards is refused`(used: String) throws {
    let found = try findings(
      adding: Target(name: "Feeds", path: "Sources/Edge/Feeds", uses: [used]))
    #expect(found.map(\.rule) == [.packageArrow])
  }

  @Test(arguments: [("Allocator", "Kernel"), ("Kernel2", "Kernel"), ("Portfolio", "Manifold")])
  func `with an arrow between reducers is refused`(name: String, used: String) throws {
    let found = try findings(adding: Target(name: name, path: "Sources/Core/\(name)", uses: [used]))
    // A module that is no actor, such as Turns, may see every actor.
    #expect(found.map(\.rule) == (name == "Kernel2" ? [] : [.packageActor]))
  }

  @Test(arguments: [("Kernel", false), ("Codec", false), ("Events", true)])
  func `with an arrow to payloads is refused but for Events`(name: String, isFine: Bool) throws {
    let found = try findings(
      adding: Target(name: "FeedEvents", path: "Sources/Core/Payloads/Feed", uses: ["Numerics"]),
      Target(name: name, path: "Sources/Core/\(name)", uses: ["FeedEvents"]))
    #expect(found.map(\.rule) == (isFine ? [] : [.packageArrow]))
  }

  @Test func `with an arrow between payloads is refused`() throws {
    let found = try findings(
      adding: Target(name: "FeedEvents", path: "Sources/Core/Payloads/Feed", uses: ["Numerics"]),
      Target(name: "NodeEvents", path: "Sources/Core/Payloads/Node", uses: ["FeedEvents"]))
    #expect(found.map(\.rule) == [.packageArrow])
  }

  @Test func `keeps anything but Swift and prose out of Core`() throws {
    let found = PackageRules.strayFileFindings(in: [
      "Sources/Core/Kernel/Kernel.swift", "Sources/Core/Kernel/README.md",
      "Sources/Core/Kernel/table.json", "Sources/Core/Kernel/fast.c",
    ])
    #expect(found.map(\.file) == ["Sources/Core/Kernel/table.json", "Sources/Core/Kernel/fast.c"])
    #expect(found.allSatisfy { $0.rule == .coreFiles })
  }

  @Test(arguments: [
    "", "[]", "{}", "{\"targets\": [{\"name\": \"A\"}]}",
    "{\"targets\": [{\"name\": \"A\", \"type\": \"regular\", \"dependencies\": [{}]}]}",
  ])
  func `in another form is refused`(json: String) {
    #expect(throws: (any Error).self) { try PackageDescription(json: Array(json.utf8)) }
  }
}

import SchemaGen
import Testing

@Suite struct `The generated files` {
  private func files() throws -> [(path: String, text: String)] {
    try Generator.files(from: House.schemas(), actors: House.actors())
  }

  @Test func `are what the schemas say today, letter by letter`() throws {
    for file in try files() {
      let kept = try? House.text(file.path)
      #expect(kept == file.text, "\(file.path) is out of date: run `swift run schema-gen`")
    }
  }

  @Test func `part payloads into the families that Package.swift names, and no others`() throws {
    let families = try House.schemas().families
    let listed = families.map { "\"\($0)\"" }.joined(separator: ", ")
    // However the formatter breaks its lines.
    let words = try House.text("Package.swift").split { " \n".contains($0) }.joined(separator: " ")
    #expect(
      words.contains("let families = [ \(listed), ]")
        || words.contains("let families = [\(listed)]"),
      "the list `let families = …` of Package.swift must be: \(listed)")
    let folders = try House.files(in: "Sources/Core/Payloads").filter { $0 != "README.md" }
    #expect(folders == families)
  }

  @Test func `are all there, and no others`() throws {
    let folders = Dictionary(grouping: try files().map(\.path)) { path in
      String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
    }
    for (folder, paths) in folders {
      #expect(try House.files(in: folder).map { "\(folder)/\($0)" } == paths.sorted(), "\(folder)")
    }
  }
}

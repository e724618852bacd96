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

  @Test func `are all there, and no others`() throws {
    let folders = Dictionary(grouping: try files().map(\.path)) { path in
      String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
    }
    for (folder, paths) in folders {
      #expect(try House.files(in: folder).map { "\(folder)/\($0)" } == paths.sorted(), "\(folder)")
    }
  }
}

import SchemaGen
import Testing

@Suite struct `The generated files` {
  private let folder = "Sources/Core/Events/Generated"

  @Test func `are what the schemas say today, letter by letter`() throws {
    for file in try Generator.files(from: House.schemas()) {
      let kept = try? House.text("\(folder)/\(file.name)")
      #expect(kept == file.text, "\(file.name) is out of date: run `swift run schema-gen`")
    }
  }

  @Test func `are all there, and no others`() throws {
    let names = try Generator.files(from: House.schemas()).map(\.name).sorted()
    #expect(try House.files(in: folder) == names)
  }
}

import Foundation
import TestSupport
import Testing

/// One file of `schemas/events`, which is the contract.
struct SchemaFile: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let schema: VectorValue

  static let all: [SchemaFile] = {
    let folder = Vectors.packageRoot + "schemas/events"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.sorted().compactMap { name in
      guard let data = FileManager.default.contents(atPath: "\(folder)/\(name)"),
        let schema = try? JSONDecoder().decode(VectorValue.self, from: data),
        !schema["writer"].isNull, !schema["number"].isNull
      else { return nil }
      return SchemaFile(testDescription: name, schema: schema)
    }
  }()
}

@Suite struct `The schema` {
  private let work = Workplace()

  @Test func `has a line for each kind that has a file, and no other`() async throws {
    let told = try await work.retrace("schema")
    #expect(told.status == 0 && told.err.isEmpty)
    let lines = told.out.split(separator: "\n")
    #expect(lines.count == SchemaFile.all.count && lines.count >= 13)
    for file in SchemaFile.all {
      let (name, meaning) = (try file.schema["name"].text(), try file.schema["meaning"].text())
      #expect(
        lines.contains { $0.hasPrefix(name + "  ") && $0.hasSuffix("  " + meaning) }, "\(name)")
    }
  }

  @Test(arguments: SchemaFile.all)
  func `of a kind tells what its file says`(file: SchemaFile) async throws {
    let schema = file.schema
    let told = try await work.retrace("schema", try schema["name"].text())
    #expect(told.status == 0)
    let (name, version) = (try schema["name"].text(), try schema["version"].text())
    #expect(
      told.out.hasPrefix("\(name), version \(version), number \(try schema["number"].integer())\n"))
    let subscribers = try schema["subscribers"].list().map { try $0.text() }
    #expect(
      told.out.contains(
        "  applied by    \(subscribers.isEmpty ? "no actor" : subscribers.joined(separator: ", "))\n"
      ))
    for field in try schema["fields"].list() {
      #expect(told.out.contains("\n  \(try field["name"].text()): "))
      #expect(told.out.contains("\n      \(try field["meaning"].text())"))
      if !field["unit"].isNull { #expect(told.out.contains(", in \(try field["unit"].text())")) }
    }
  }

  @Test func `in JSON is one object, of all kinds or of one`() async throws {
    let all = try await work.retrace("schema", "--json")
    #expect(all.status == 0 && all.err.isEmpty)
    let kinds = try all.json()
    #expect(try kinds.object().count == SchemaFile.all.count)
    for file in SchemaFile.all {
      let kind = kinds[try file.schema["name"].text()]
      for name in ["number", "version", "meaning"] { #expect(kind[name] == file.schema[name]) }
      let fields = try file.schema["fields"].list()
      #expect(try kind["fields"].object().count == fields.count)
      for field in fields {
        let told = kind["fields"][try field["name"].text()]
        for part in ["type", "meaning", "unit", "since"] { #expect(told[part] == field[part]) }
      }
    }
    let one = try await work.retrace("schema", "kernel.metrics-computed", "--json").json()
    #expect(try one.object().count == 1)
    #expect(one["kernel.metrics-computed"] == kinds["kernel.metrics-computed"])
  }

  @Test(arguments: [["trade"], ["kernel.metrics-computed", "again"]])
  func `of what is no kind is refused`(words: [String]) async throws {
    let refused = try await Program.retrace.run(["schema"] + words)
    #expect(refused.status == 2 && refused.out.isEmpty)
    #expect(refused.err.contains("Nothing was done."))
    let json = try await Program.retrace.run(["schema", "--json"] + words)
    #expect(json.status == 2)
    #expect(try Array(json.json().object().keys) == ["error"])
  }
}

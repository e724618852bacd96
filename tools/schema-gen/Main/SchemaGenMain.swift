import Foundation
import SchemaGen

/// `schema-gen [--check]`: writes the Generated folders from schemas/, or tells which files differ. Run it in
/// the package's root.
@main enum Main {
  static func main() {
    let root = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
    let checking = CommandLine.arguments.contains("--check")
    do {
      let schemas = try Schemas(folder: root.appendingPathComponent("schemas/events"))
      var different: [String] = []
      let actors = try ActorTable(file: root.appendingPathComponent("schemas/actors.json"))
      for file in try Generator.files(from: schemas, actors: actors) {
        let place = root.appendingPathComponent(file.path)
        let old = try? String(contentsOf: place, encoding: .utf8)
        guard old != file.text else { continue }
        different.append(file.path)
        guard !checking else { continue }
        try FileManager.default.createDirectory(
          at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
        try file.text.write(to: place, atomically: true, encoding: .utf8)
      }
      print(
        different.isEmpty
          ? "Generated files are up to date."
          : "\(checking ? "Out of date" : "Written"): \(different.joined(separator: ", "))")
      exit(checking && !different.isEmpty ? 1 : 0)
    } catch {
      FileHandle.standardError.write(Data("schema-gen: \(error)\n".utf8))
      exit(2)
    }
  }
}

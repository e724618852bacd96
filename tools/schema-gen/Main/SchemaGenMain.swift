import Foundation
import SchemaGen

/// `schema-gen [--check]`: writes the Generated folders from schemas/, or tells which files differ. Run it in
/// the package's root. Files there that no schema makes are removed.
@main enum Main {
  static func main() {
    let root = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
    let checking = CommandLine.arguments.contains("--check")
    do {
      var different: [String] = []
      // The settings first: their event is one of the schemas.
      let settings = try ConfigurationSchema(
        file: root.appendingPathComponent("schemas/config/trading.json"))
      let made = try ConfigurationGenerator.files(from: settings)
      for file in made {
        let place = root.appendingPathComponent(file.path)
        guard (try? String(contentsOf: place, encoding: .utf8)) != file.text else { continue }
        different.append(file.path)
        if !checking { try file.text.write(to: place, atomically: true, encoding: .utf8) }
      }
      let schemas = try Schemas(folder: root.appendingPathComponent("schemas/events"))
      let actors = try ActorTable(file: root.appendingPathComponent("schemas/actors.json"))
      let files = try Generator.files(from: schemas, actors: actors)
      for file in files {
        let place = root.appendingPathComponent(file.path)
        // A file that is missing or cannot be read is written anew, and that says why it cannot be.
        let old = try? String(contentsOf: place, encoding: .utf8)
        guard old != file.text else { continue }
        different.append(file.path)
        guard !checking else { continue }
        try FileManager.default.createDirectory(
          at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
        try file.text.write(to: place, atomically: true, encoding: .utf8)
      }
      for path in leftovers(in: root, but: (made + files).map(\.path)) {
        different.append("\(path) (of no schema)")
        if !checking { try FileManager.default.removeItem(at: root.appendingPathComponent(path)) }
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

  /// Files of Generated folders that no schema makes: their kind has another name or family now.
  private static func leftovers(in root: URL, but known: [String]) -> [String] {
    let sources = FileManager.default.enumerator(
      atPath: root.appendingPathComponent("Sources").path)
    let found = (sources?.compactMap { $0 as? String } ?? []).map { "Sources/\($0)" }
    return found.filter {
      $0.contains("/Generated/") && $0.hasSuffix(".swift") && !known.contains($0)
    }.sorted()
  }
}

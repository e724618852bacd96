import ExampleRecorder
import Foundation
import SchemaGen

/// `record-examples`: writes schemas/examples for every version of an event that has no file there
/// yet, and touches no other. Run it in the package's root, before the version is changed again.
@main enum Main {
  static func main() {
    let root = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
    do {
      let schemas = try Schemas(folder: root.appendingPathComponent("schemas/events"))
      let recorder = Recorder(schemas, into: root.appendingPathComponent("schemas/examples"))
      let (written, kept) = try recorder.record()
      for name in written { print("Recorded: \(name)") }
      print("\(written.count) files recorded, \(kept.count) were there and stay as they are.")
    } catch {
      FileHandle.standardError.write(Data("record-examples: \(error)\n".utf8))
      exit(2)
    }
  }
}

import FoundationEssentials

/// What could not be read, so that nothing can be said of the house.
package enum ReadingError: Error, Equatable, CustomStringConvertible {
  case noFolder(String)
  case unreadable(file: String)
  case notText(file: String)
  case notSwift(file: String, LexingError)
  case notAPackage(file: String, reason: String)
  case tooDeep(folder: String)

  package var description: String {
    switch self {
    case .noFolder(let folder):
      "There is no folder \(folder). Nothing was checked. Pass the root of the package with --root."
    case .unreadable(let file):
      "\(file) can not be read. Nothing was checked. Look at its permissions."
    case .notText(let file):
      "\(file) is not UTF-8 text. Nothing was checked. Save it as UTF-8."
    case .notSwift(let file, let error):
      "\(file):\(error.line):\(error.column): \(error) Nothing was checked."
    case .notAPackage(let file, let reason):
      "\(file) is not a package description: \(reason) Nothing was checked. Write it anew with "
        + "`swift package dump-package`."
    case .tooDeep(let folder):
      "\(folder) is nested over \(SourceTree.deepest) folders deep, perhaps through a link to itself. "
        + "Nothing was checked."
    }
  }
}

/// The files of a package, read from disk.
package struct SourceTree {
  static let deepest = 32

  private let root: String

  package init(root: String) { self.root = root }

  /// The modules of this house, from its folders.
  package func house() throws(ReadingError) -> House {
    let cFolders = try folders(in: "Sources/C")
    let payloads = try folders(in: "Sources/Core/\(House.payloadFolder)")
    return House(
      coreModules: try folders(in: "Sources/Core") + payloads.map(House.payloadModule),
      cLibraries: cFolders.filter { exists("Sources/C/\($0)/module.modulemap") })
  }

  /// Every Swift file under `Sources`, in order of path.
  package func sources() throws(ReadingError) -> [Source] {
    guard isFolder("Sources") else { throw .noFolder("\(root)/Sources") }
    var sources: [Source] = []
    for path in try files(under: "Sources") where path.hasSuffix(".swift") {
      guard let text = String(validating: try bytes(of: path), as: UTF8.self) else {
        throw .notText(file: path)
      }
      do {
        sources.append(try Source(path: path, text: text))
      } catch {
        throw .notSwift(file: path, error)
      }
    }
    return sources
  }

  /// Every file under a folder, hidden ones left out, in order of path.
  package func files(under folder: String) throws(ReadingError) -> [String] {
    try files(under: folder, depth: 0)
  }

  private func files(under folder: String, depth: Int) throws(ReadingError) -> [String] {
    guard depth < Self.deepest else { throw .tooDeep(folder: folder) }
    var files: [String] = []
    for name in try names(in: folder) {
      let path = "\(folder)/\(name)"
      if isFolder(path) {
        files += try self.files(under: path, depth: depth + 1)
      } else {
        files.append(path)
      }
    }
    return files
  }

  private func folders(in folder: String) throws(ReadingError) -> [String] {
    guard isFolder(folder) else { return [] }
    return try names(in: folder).filter { isFolder("\(folder)/\($0)") }
  }

  private func names(in folder: String) throws(ReadingError) -> [String] {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: "\(root)/\(folder)")
    else {
      throw .unreadable(file: folder)
    }
    return names.filter { !$0.hasPrefix(".") }.sorted()
  }

  private func bytes(of path: String) throws(ReadingError) -> Data {
    guard let bytes = FileManager.default.contents(atPath: "\(root)/\(path)") else {
      throw .unreadable(file: path)
    }
    return bytes
  }

  /// Links are followed: a folder elsewhere that is part of the build is part of the house.
  private func isFolder(_ path: String) -> Bool {
    var isDirectory = false
    return FileManager.default.fileExists(atPath: "\(root)/\(path)", isDirectory: &isDirectory)
      && isDirectory
  }

  private func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: "\(root)/\(path)")
  }
}

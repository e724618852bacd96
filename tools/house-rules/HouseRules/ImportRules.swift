/// One `import`, in whatever spelling.
struct Import {
  /// Where the name of the module stands.
  let index: Int
  let module: String

  /// Every import of a file: with attributes, access levels, kinds and submodules, several on a line.
  static func all(in source: Source) -> [Import] {
    source.tokens.indices.compactMap { index in
      guard source.isKeyword("import", at: index), !source.isSymbol(".", at: index - 1) else {
        return nil
      }
      var name = index + 1
      // `import struct Foundation.Date`: a kind, when another name follows.
      if let kind = source.token(name), kinds.contains(where: kind.isKeyword),
        source.token(name + 1)?.kind == .identifier
      {
        name += 1
      }
      guard let module = source.token(name), module.kind == .identifier else { return nil }
      return Import(index: name, module: module.text)
    }
  }

  private static let kinds = [
    "struct", "class", "enum", "protocol", "typealias", "func", "let", "var", "actor",
  ]
}

/// Holds the arrows of the house in what each file imports.
struct ImportRules {
  let house: House

  func findings(in source: Source) -> [Finding] {
    Import.all(in: source).compactMap { line in
      switch source.place {
      case .core(let module): coreFinding(line, module: module, source)
      case .edge: outerFinding(line, source, refused: ["Node", "retrace"], layer: "Edge")
      case .node: outerFinding(line, source, refused: ["retrace"], layer: "Node")
      case .command, .c, .elsewhere: nil
      }
    }
  }

  private func coreFinding(_ line: Import, module: String, _ source: Source) -> Finding? {
    guard
      line.module == "Swift" || house.coreModules.contains(line.module)
        || House.mayUseC(line.module, from: module)
    else {
      return source.finding(
        .coreImport, at: line.index,
        "Core imports Core only, not `\(line.module)`. Let the world arrive inside events, and put "
          + "what touches it in Edge.")
    }
    guard House.mayImport(line.module, from: module) else {
      guard House.reducers.contains(module), House.reducers.contains(line.module) else {
        return source.finding(
          .payloadImport, at: line.index,
          "`\(module)` does not import `\(line.module)`. Payloads are seen through Events, and know "
            + "\(House.payloadParts.joined(separator: ", ")) only.")
      }
      return source.finding(
        .roomImport, at: line.index,
        "An actor does not know its neighbour `\(line.module)`. Apply its events, or move the shared "
          + "value to Market or Numerics.")
    }
    return nil
  }

  private func outerFinding(
    _ line: Import, _ source: Source, refused: [String], layer: String
  ) -> Finding? {
    guard refused.contains(line.module) else { return nil }
    return source.finding(
      .layerImport, at: line.index,
      "\(layer) does not import `\(line.module)`. Take what is needed as a parameter, or a protocol."
    )
  }

  /// Each C library is imported by one file, the first by path, which wraps it.
  func sharedLibraryFindings(in sources: [Source]) -> [Finding] {
    house.cLibraries.flatMap { library -> [Finding] in
      let users = sources.sorted { $0.path < $1.path }.compactMap { source in
        Import.all(in: source).first { $0.module == library }.map { (source, $0.index) }
      }
      guard let (wrapper, _) = users.first else { return [] }
      return users.dropFirst().map { source, index in
        source.finding(
          .cLibraryImport, at: index,
          "`\(library)` is imported by \(wrapper.path) already. Call the wrapper there instead.")
      }
    }
  }
}

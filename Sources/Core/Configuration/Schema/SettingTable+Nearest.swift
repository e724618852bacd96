extension SettingTable {
  /// The known name that is fewest changes of a letter away, if they are few; the first one of several.
  public func nearest(to name: String) -> String? {
    let letters = Array(name.uppercased().utf8.prefix(64))
    let most = max(2, letters.count / 4)
    var best: (name: String, distance: Int)?
    for row in rows {
      for known in [row.name] + row.aliases {
        let distance = Self.distance(letters, Array(known.utf8))
        if distance <= most, distance < best?.distance ?? .max { best = (known, distance) }
      }
    }
    return best?.name
  }

  /// Levenshtein's distance: the fewest insertions, removals and exchanges of a byte.
  private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var row = Array(0...right.count)
    for (index, byte) in left.enumerated() {
      var diagonal = row[0]
      row[0] = index + 1
      for other in right.indices {
        let cost = diagonal + (right[other] == byte ? 0 : 1)
        diagonal = row[other + 1]
        row[other + 1] = min(cost, row[other] + 1, diagonal + 1)
      }
    }
    return row[right.count]
  }
}

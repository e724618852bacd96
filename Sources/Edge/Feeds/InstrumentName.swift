import Market

/// Finds out of a path which instrument a file holds.
enum InstrumentName {
  /// Every name that can be found, in the order of the house.
  static let known: [String] = {
    let currencies = ["AUD", "CAD", "CHF", "EUR", "GBP", "JPY", "NZD", "USD"]
    let pairs = currencies.flatMap { base in currencies.map { quote in "\(base)_\(quote)" } }
    return pairs.filter { Instrument.known($0) != nil }.sorted(by: Instrument.precedes)
  }()

  /// The instrument that the file's name says, or else the nearest folder's.
  ///
  /// A name says an instrument if it holds exactly one, with no letter next to it:
  /// `EUR_USD-2014.csv` does, `EUR_USD_JPY.csv` holds two and says nothing.
  ///
  /// - Returns: nil if no name along the path holds one, or the nearest that does holds several.
  static func instrument(ofPath path: String) -> Instrument? {
    for name in path.split(separator: "/").reversed() {
      let emitted = names(in: name)
      if !emitted.isEmpty { return emitted.count == 1 ? Instrument.known(emitted[0]) : nil }
    }
    return nil
  }

  private static func names(in text: Substring) -> [String] {
    let bytes = Array(text.utf8)
    return known.filter { name in
      let wanted = Array(name.utf8)
      return bytes.indices.contains { start in
        let end = start + wanted.count
        return bytes[start...].starts(with: wanted)
          && (start == 0 || !isLetter(bytes[start - 1]))
          && (end == bytes.count || !isLetter(bytes[end]))
      }
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }
}

/// One bit a bar, in a fixed number of words.
struct BarBits: Equatable, Sendable {
  private(set) var words: [UInt64]

  /// - Returns: nil when there are not as many words as `count` bits need.
  init?(count: Int, words: [UInt64]) {
    guard words.count == (count + 63) / 64 else { return nil }
    self.words = words
  }

  init(count: Int) { words = [UInt64](repeating: 0, count: (count + 63) / 64) }

  subscript(place: Int) -> Bool {
    get { words[place >> 6] >> UInt64(place & 63) & 1 == 1 }
    set {
      let bit: UInt64 = 1 << UInt64(place & 63)
      if newValue { words[place >> 6] |= bit } else { words[place >> 6] &= ~bit }
    }
  }
}

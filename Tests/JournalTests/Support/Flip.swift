import Numerics

/// One byte of a file, changed.
struct Flip: CustomStringConvertible {
  let offset: Int
  let change: UInt8

  var description: String { "byte \(offset) by \(change)" }

  func applied(to file: DataFile) -> DataFile {
    var flipped = file
    flipped.bytes[offset] ^= change
    return flipped
  }

  /// Random flips at any of some places; the same seed gives the same ones.
  static func random(_ count: Int, at places: some Collection<Int>, seed: UInt64) -> [Flip] {
    let places = Array(places)
    var random = SplitMix64(seed: seed)
    return (0..<count).map { _ in
      Flip(
        offset: places[Int(random.next(below: UInt64(places.count)))],
        change: UInt8(1 + random.next(below: 255)))
    }
  }
}

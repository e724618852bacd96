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

  /// Random flips of a file; the same seed gives the same ones.
  static func random(_ count: Int, of file: DataFile, seed: UInt64) -> [Flip] {
    var random = SplitMix64(seed: seed)
    return (0..<count).map { _ in
      Flip(
        offset: Int(random.next(below: UInt64(file.bytes.count))),
        change: UInt8(1 + random.next(below: 255)))
    }
  }
}

/// Where the numbers of a list field stand in the side buffer of its turn, eight bytes each.
///
/// Keeps every payload trivial to copy, as `Text` does for events.
public struct Counts: Equatable, Sendable, BitwiseCopyable {
  public var offset: UInt32
  /// How many numbers there are.
  public var count: UInt32

  @inlinable public init(offset: UInt32, count: UInt32) {
    self.offset = offset
    self.count = count
  }

  /// The most numbers a field may hold.
  public static let longest = 1_024
}

extension ByteReader {
  /// Copies a list of counts into the side buffer.
  public mutating func counts(into arena: inout ByteBuffer) -> Counts {
    let wanted = Int(varint(atMost: UInt64(Counts.longest)))
    let place = UInt32(truncatingIfNeeded: arena.count)
    var found: UInt32 = 0
    while found < wanted, fault == nil {
      arena.append(fixed64: varint(atMost: UInt64(Int64.max)))
      found += 1
    }
    return Counts(offset: place, count: found)
  }
}

extension ByteBuffer {
  /// Puts a list into this side buffer and emits where.
  ///
  /// - Parameter numbers: Up to 1,024, none below zero.
  public mutating func intern(counts numbers: some Collection<Int64>) -> Counts {
    precondition(numbers.count <= Counts.longest, "a list holds at most 1,024 numbers")
    let place = count
    for number in numbers { append(fixed64: UInt64(number)) }
    return Counts(offset: UInt32(place), count: UInt32(numbers.count))
  }

  /// The numbers of a list in this side buffer.
  public subscript(counts: Counts) -> [Int64] {
    var reader = ByteReader(bytes, place(of: counts))
    return (0..<counts.count).map { _ in Int64(bitPattern: reader.fixed64()) }
  }

  public mutating func append(_ counts: Counts, from arena: borrowing ByteBuffer) {
    append(varint: UInt64(counts.count))
    var reader = ByteReader(arena.bytes, arena.place(of: counts))
    for _ in 0..<counts.count { append(varint: reader.fixed64()) }
  }

  private func place(of counts: Counts) -> Range<Int> {
    let start = Int(counts.offset)
    return start..<start + 8 * Int(counts.count)
  }
}

public import Events

/// The last 64 returns of one instrument, with their sum and the sum of their squares.
///
/// Source: metrics-kernel.md, section 7.1 (sigma_eff per signal).
public struct ReturnRing: Equatable, Sendable {
  private var ring = InlineArray<64, Int32>(repeating: 0)
  private var oldest: UInt8 = 0
  /// How many returns are held, 0 to 64.
  public private(set) var count: Int64 = 0
  private var sum: Int64 = 0
  private var squares: Int64 = 0

  public init() {}

  /// Takes in a return and forgets the one before the last 63.
  ///
  /// - Parameter returnPpb: As `symmetricReturnPpb` gives it: within a hundred million.
  public mutating func record(_ returnPpb: Int64) {
    // Slots that were never used hold zero, and take nothing from the sums.
    let leaving = Int64(ring[Int(oldest)])
    ring[Int(oldest)] = Int32(returnPpb)
    oldest = (oldest + 1) & 63
    count = min(64, count + 1)
    sum += returnPpb - leaving
    squares += returnPpb * returnPpb - leaving * leaving
  }

  /// The deviation of the returns held, in ppb per bar: 0 for fewer than two.
  public var sigmaPpb: Int64 {
    sampleDeviationPpb(count: count, sum: sum, squares: Int128(squares))
  }

  public static func == (left: ReturnRing, right: ReturnRing) -> Bool {
    guard left.oldest == right.oldest, left.count == right.count else { return false }
    for slot in 0..<64 where left.ring[slot] != right.ring[slot] { return false }
    return true
  }
}

extension ReturnRing: StateKeeping {
  /// The sums follow from the returns.
  public mutating func archive<Archive: StateArchive & ~Copyable>(into archive: inout Archive) {
    var held = (0..<64).map { ring[$0] }
    archive.list("ring_ppb", &held, of: 0, atMost: 64) {
      $1.small("n", &$0, in: -100_000_000...100_000_000)
    }
    archive.small("oldest", &oldest, in: 0...63)
    archive.count("count", &count, atMost: 64)
    guard archive.isReading else { return }
    // Until it is full, the oldest is the next one to be used, and those behind it hold zero.
    let used = Int(count)
    let isWhole =
      held.count == 64
      && (used == 64 || used == Int(oldest) && held[used...].allSatisfy { $0 == 0 })
    archive.require(isWhole)
    guard isWhole else { return }
    (sum, squares) = (0, 0)
    for slot in 0..<64 {
      ring[slot] = held[slot]
      sum += Int64(held[slot])
      squares += Int64(held[slot]) * Int64(held[slot])
    }
  }
}

public import Market

/// How far one-minute prices move: the root mean square of the last 60 simple returns.
///
///     sigma = √( Σ ((close − last) ÷ last)² ÷ n ),   30 <= n <= 60
///
/// The state is the last 61 closes; a candle costs the same sixty returns each time, worked out from
/// the oldest on, so that no error adds up and a restored ring says the same.
///
/// Source: trading-system.md, section 11.4.
public struct ReturnDeviation: Sendable {
  /// The most closes kept: one more than returns.
  public static let mostCloses = 61
  /// The fewest returns that say something.
  public static let fewestReturns = 30

  /// Millionths; 0 stands for an invalid close.
  private var ring = InlineArray<61, Int64>(repeating: 0)
  /// Where the next close goes: at the oldest when the ring is full.
  private var next = 0
  public private(set) var count = 0
  /// A share per minute; nil while a close among those kept is invalid, or with fewer than 30
  /// returns. 0 when no price moved.
  public private(set) var sigma: Double?

  public init() {}

  /// Takes in the close of the next minute.
  ///
  /// - Parameter close: nil, or not above 0, is invalid.
  public mutating func record(_ close: Price?) {
    append(max(0, close?.micros ?? 0))
    sigma = worked()
  }

  /// The closes kept, oldest first, in millionths, 0 for an invalid one: what a snapshot keeps.
  public var keptCloses: [Int64] { (0..<count).map { ring[place(ofAge: $0)] } }

  /// - Parameter closes: As `keptCloses` gave them.
  /// - Returns: nil when there are more than 61 or one is below 0.
  public init?(keptCloses closes: [Int64]) {
    guard closes.count <= Self.mostCloses, closes.allSatisfy({ $0 >= 0 }) else { return nil }
    for close in closes { append(close) }
    sigma = worked()
  }

  private mutating func append(_ close: Int64) {
    ring[next] = close
    next = next + 1 == Self.mostCloses ? 0 : next + 1
    count = min(Self.mostCloses, count + 1)
  }

  private func worked() -> Double? {
    guard count > Self.fewestReturns else { return nil }
    // Read where it lies: a subscript of the property copies the whole ring each time.
    let closes = ring.span
    var place = place(ofAge: 0)
    var last = Double(closes[place])
    guard last > 0 else { return nil }
    var squares = 0.0
    for _ in 1..<count {
      place = place + 1 == Self.mostCloses ? 0 : place + 1
      let close = Double(closes[place])
      guard close > 0 else { return nil }
      let change = (close - last) / last
      squares += change * change
      last = close
    }
    return (squares / Double(count - 1)).squareRoot()
  }

  private func place(ofAge age: Int) -> Int {
    (next + Self.mostCloses - count + age) % Self.mostCloses
  }
}

extension ReturnDeviation: Equatable {
  /// Whether the same closes are kept, wherever they stand.
  public static func == (left: ReturnDeviation, right: ReturnDeviation) -> Bool {
    guard left.count == right.count else { return false }
    for age in 0..<left.count
    where left.ring[left.place(ofAge: age)] != right.ring[right.place(ofAge: age)] {
      return false
    }
    return true
  }
}

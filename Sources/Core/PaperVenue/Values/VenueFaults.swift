import Numerics

/// Which orders meet which faults: a pure function of seed, fault and order number.
///
///     key(fault)       = draw(draw(seed) xor (number of the fault + 1))
///     fault of order n ⇔ draw(key(fault) xor n) mod 1000 < rate of the fault
///
/// `draw(x)` is the first number of SplitMix64 seeded with x, and the number of a fault its raw value. So an
/// order meets the same faults whatever else was ordered, in which batch and after which restart; faults
/// are independent of each other; and a higher rate keeps the orders of a lower one and adds some.
public struct VenueFaults: Equatable, Sendable {
  private let seed: UInt64
  /// Orders in a thousand, by the raw value of the fault.
  private var rates: [UInt16]
  private let keys: [UInt64]

  /// No fault at all.
  public init(seed: UInt64) {
    self.seed = seed
    let base = Self.draw(seed)
    rates = VenueFault.allCases.map { _ in 0 }
    keys = VenueFault.allCases.map { Self.draw(base ^ (UInt64($0.rawValue) + 1)) }
  }

  /// Reads `PAPER_FAULTS`: `drop_reply:20,reject:10`, orders in a thousand, no blanks; empty for none.
  public init(_ text: String, seed: UInt64) throws(VenueFaultsError) {
    self.init(seed: seed)
    guard !text.isEmpty else { return }
    var isNamed = VenueFault.allCases.map { _ in false }
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let sides = part.split(separator: ":", omittingEmptySubsequences: false)
      guard sides.count == 2, !sides[0].isEmpty else { throw .malformed(String(part)) }
      guard let fault = VenueFault.named(sides[0]) else { throw .unknownName(String(sides[0])) }
      guard let rate = Self.rate(sides[1]) else {
        throw .outOfRange(name: fault.name, rate: String(sides[1]))
      }
      guard !isNamed[Int(fault.rawValue)] else { throw .repeated(fault.name) }
      isNamed[Int(fault.rawValue)] = true
      rates[Int(fault.rawValue)] = rate
    }
  }

  /// Orders in a thousand that meet a fault.
  public func rate(of fault: VenueFault) -> Int { Int(rates[Int(fault.rawValue)]) }

  /// Whether an order meets a fault.
  ///
  /// - Parameter order: Its number in the journal.
  public func fault(_ kind: VenueFault, order: Int64) -> Bool {
    let rate = rates[Int(kind.rawValue)]
    guard rate > 0 else { return false }
    return Self.draw(keys[Int(kind.rawValue)] ^ UInt64(bitPattern: order)) % 1_000 < UInt64(rate)
  }

  /// The text that gives these rates again, without those of zero, in the order of `VenueFault`.
  public var text: String {
    VenueFault.allCases.filter { rate(of: $0) > 0 }.map { "\($0.name):\(rate(of: $0))" }
      .joined(separator: ",")
  }

  private static func draw(_ seed: UInt64) -> UInt64 {
    var generator = SplitMix64(seed: seed)
    return generator.next()
  }

  /// Up to four digits, 0 to 1000.
  private static func rate(_ text: Substring) -> UInt16? {
    guard !text.isEmpty, text.utf8.count <= 4,
      text.utf8.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }),
      let rate = UInt16(text), rate <= 1_000
    else { return nil }
    return rate
  }
}

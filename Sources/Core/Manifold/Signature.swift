public import Events
public import Market
import Numerics

/// What a signal looks like: three metrics, rounded so that looks can come back.
///
///     bucket(x) = rdiv(x * 10^p, 1000000)
///     "c" + dec(bucket(coherence)) + "_s" + dec(bucket(stability)) + "_e" + dec(bucket(entropy))
///
/// `dec` prints p decimals and a leading zero; with p = 0 there is no point: `c0.19_s0.55_e0.94`.
///
/// Source: metrics-kernel.md, section 9.
public struct Signature: Equatable, Comparable, Sendable {
  /// Precision, then the buckets of coherence, stability and entropy, 16 bits each.
  private var key: UInt64

  /// Decimals p of each bucket, 0 to 4.
  public static let precisions = 0...4

  /// - Parameters:
  ///   - coherence: 0 to 1,000,000, as are the other two.
  ///   - precision: Decimals, 0 to 4.
  public init(coherence: Ratio, stability: Ratio, entropy: Ratio, precision: Int) {
    precondition(Self.precisions.contains(precision), "a signature has 0 to 4 decimals")
    var key = UInt64(precision)
    for metric in [coherence, stability, entropy] {
      precondition((0...1_000_000).contains(metric.micros), "a metric is a share of one")
      let bucket = roundedDivision(metric.micros * powerOfTen(precision), by: 1_000_000)
      key = key << 16 | UInt64(bucket)
    }
    self.key = key
  }

  /// The signature that a text spells, or nil when none is written so.
  public init?(text: some Collection<UInt8>) {
    let parts = text.split(separator: UInt8(ascii: "_"), omittingEmptySubsequences: false)
    guard parts.count == 3 else { return nil }
    var key: UInt64 = 0
    for (part, letter) in zip(parts, "cse".utf8) {
      guard part.first == letter, let (bucket, precision) = Self.bucket(part.dropFirst()) else {
        return nil
      }
      if letter == UInt8(ascii: "c") { key = precision }
      key = key << 16 | bucket
    }
    self.key = key
    // One signature has one text: other decimals, zeros too many and the like are none.
    var rest = text.makeIterator()
    var isSame = true
    forEachByte { isSame = rest.next() == $0 && isSame }
    guard isSame, rest.next() == nil else { return nil }
  }

  public var precision: Int { Int(key >> 48) }
  /// The buckets: counts of 10^-precision.
  public var coherence: Int64 { Int64(key >> 32 & 0xFFFF) }
  public var stability: Int64 { Int64(key >> 16 & 0xFFFF) }
  public var entropy: Int64 { Int64(key & 0xFFFF) }

  public var text: String {
    var bytes: [UInt8] = []
    forEachByte { bytes.append($0) }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Calls `body` with the bytes of the text, in order: it is written often.
  func forEachByte(_ body: (UInt8) -> Void) {
    write("c", coherence, body)
    write("_s", stability, body)
    write("_e", entropy, body)
  }

  private func write(_ letters: StaticString, _ bucket: Int64, _ body: (UInt8) -> Void) {
    letters.withUTF8Buffer { $0.forEach(body) }
    var unit = powerOfTen(precision)
    body(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: bucket / unit % 10))
    if precision > 0 { body(UInt8(ascii: ".")) }
    while unit > 1 {
      unit /= 10
      body(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: bucket / unit % 10))
    }
  }

  public static func < (left: Signature, right: Signature) -> Bool { left.key < right.key }

  /// `0.19` as its digits and how many of them stand behind the point.
  private static func bucket(
    _ text: some Collection<UInt8>
  ) -> (digits: UInt64, decimals: UInt64)? {
    guard text.count <= 6 else { return nil }
    var digits: UInt64 = 0
    var decimals: UInt64?
    for byte in text {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        digits = digits * 10 + UInt64(byte - UInt8(ascii: "0"))
        decimals = decimals.map { $0 + 1 }
      case UInt8(ascii: ".") where decimals == nil: decimals = 0
      default: return nil
      }
    }
    let places = decimals ?? 0
    guard places <= 4, digits <= powerOfTen(Int(places)) else { return nil }
    return (digits, places)
  }
}

/// 10^exponent, for exponents of 0 to 6.
func powerOfTen(_ exponent: Int) -> Int64 {
  var power: Int64 = 1
  for _ in 0..<exponent { power *= 10 }
  return power
}

extension Signature: StateKeeping {
  /// What a signature is before its state is read.
  static let none = Signature(
    coherence: Ratio(micros: 0), stability: Ratio(micros: 0), entropy: Ratio(micros: 0),
    precision: 0)

  public mutating func archive<Archive: StateArchive & ~Copyable>(into archive: inout Archive) {
    var text = self.text
    archive.text("signature", &text)
    guard archive.isReading else { return }
    let found = Signature(text: Array(text.utf8))
    archive.require(found != nil)
    self = found ?? self
  }
}

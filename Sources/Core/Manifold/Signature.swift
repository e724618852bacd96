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

  /// The signature that a text spells, or nil when none is written so: one signature has one text.
  public init?(text: some Collection<UInt8>) {
    // Letters and separators are five bytes, each bucket a digit and, if p > 0, a point and p more.
    let length = text.count
    let precision = length == 8 ? 0 : (length - 11) / 3
    guard length == 8 || length == 11 + 3 * precision && (1...4).contains(precision) else {
      return nil
    }
    var bytes = text.makeIterator()
    guard let coherence = Self.bucket("c", &bytes, precision),
      let stability = Self.bucket("_s", &bytes, precision),
      let entropy = Self.bucket("_e", &bytes, precision)
    else { return nil }
    key = UInt64(precision) << 48 | coherence << 32 | stability << 16 | entropy
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

  /// Puts the text into the side buffer of a turn, and emits where.
  func intern(into arena: inout ByteBuffer) -> Text {
    let place = arena.count
    forEachByte { arena.append($0) }
    return Text(offset: UInt32(place), count: UInt32(arena.count - place))
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

  /// Reads letters and a bucket, which is 10^p at most.
  private static func bucket(
    _ letters: StaticString, _ text: inout some IteratorProtocol<UInt8>, _ precision: Int
  ) -> UInt64? {
    for place in 0..<letters.utf8CodeUnitCount {
      guard text.next() == letters.utf8Start[place] else { return nil }
    }
    guard var bucket = digit(text.next()) else { return nil }
    if precision > 0 {
      guard text.next() == UInt8(ascii: ".") else { return nil }
    }
    for _ in 0..<precision {
      guard let digit = digit(text.next()) else { return nil }
      bucket = bucket * 10 + digit
    }
    return bucket <= UInt64(powerOfTen(precision)) ? bucket : nil
  }

  private static func digit(_ byte: UInt8?) -> UInt64? {
    guard let byte, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
    return UInt64(byte - UInt8(ascii: "0"))
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

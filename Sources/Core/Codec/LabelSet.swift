/// Some of the labels of an enumeration, one bit each; walked in their order.
public struct LabelSet<Label>: Equatable, Sendable, BitwiseCopyable
where Label: RawRepresentable<UInt8> & CaseIterable & Sendable & BitwiseCopyable {
  public private(set) var bits: UInt64

  public init() { bits = 0 }

  /// - Parameter bits: Bits of labels that are not there are dropped.
  public init(_ bits: UInt64) { self.bits = bits & Self.mostBits }

  /// The set of all labels.
  public static var mostBits: UInt64 {
    let count = Label.allCases.count
    return count >= 64 ? .max : 1 << UInt64(count) - 1
  }

  public var isEmpty: Bool { bits == 0 }

  public func contains(_ label: Label) -> Bool { bits >> UInt64(label.rawValue) & 1 == 1 }

  public mutating func insert(_ label: Label) { bits |= 1 << UInt64(label.rawValue) }

  public mutating func insert(_ label: Label, if applies: Bool) { if applies { insert(label) } }

  public var first: Label? {
    isEmpty ? nil : Label(rawValue: UInt8(bits.trailingZeroBitCount))
  }

  /// What `text` makes of each label, in their order.
  public func map<Result>(_ transform: (Label) -> Result) -> [Result] {
    Label.allCases.filter(contains).map(transform)
  }
}

public import Market
public import Numerics

/// One field of a payload, for people: dumps, differences, explanations.
public enum FieldValue: Equatable, Sendable {
  case instrument(InstrumentID)
  case price(Price)
  case ratio(Ratio)
  case int(Int64)
  case count(Int64)
  case bits(UInt64)
  case time(Timestamp)
  case digest(Digest256)
  case flag(Bool)
  case label(String)
  case text(Text)
  case bytes(Text)
  case counts(Counts)
  case pin(Pin)
  /// An optional field that is not there.
  case absent
}

/// A field with its stored name.
public struct Field: Equatable, Sendable {
  public let name: String
  public let value: FieldValue

  public init(_ name: String, _ value: FieldValue) {
    self.name = name
    self.value = value
  }
}

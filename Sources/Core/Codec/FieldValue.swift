public import Market
public import Numerics

/// One field of a payload, for people: dumps, differences, explanations.
public enum FieldValue: Equatable, Sendable {
  case instrument(InstrumentID)
  case price(Price)
  case ratio(Ratio)
  case money(Money)
  case weight(Weight)
  case units(Units)
  case real(Double)
  case int(Int64)
  case count(Int64)
  case bits(UInt64)
  case time(Timestamp)
  case digest(Digest256)
  case flag(Bool)
  case label(String)
  case labels([String])
  case text(Text)
  case bytes(Text)
  case counts(Counts)
  case numbers(Numbers, NumberText)
  case pin(Pin)
  /// An optional field that is not there.
  case absent
}

/// How people read the entries of a list.
public enum NumberText: Sendable {
  /// As a number with six decimals.
  case micros
  case whole
  case real
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

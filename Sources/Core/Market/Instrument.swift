/// The number by which events name an instrument: its place in the order of `node.instrument-listed`.
///
/// Assigned once per journal and never reused.
public struct InstrumentID: Equatable, Comparable, Hashable, Sendable, BitwiseCopyable {
  public var number: UInt16

  @inlinable public init(_ number: UInt16) { self.number = number }

  @inlinable public var index: Int { Int(number) }

  @inlinable public static func < (left: InstrumentID, right: InstrumentID) -> Bool {
    left.number < right.number
  }
}

/// What is known of one currency pair before any quote arrives.
public struct Instrument: Equatable, Sendable {
  /// As the broker writes it: `EUR_USD`.
  public let name: String
  /// Decimals of a quoted price: 3 for yen pairs, else 5.
  public let digits: Int

  public init(name: String, digits: Int) {
    self.name = name
    self.digits = digits
  }

  /// The steps in which its prices are counted.
  public var units: PriceUnits { PriceUnits(digits: digits) }
}

extension Instrument {
  /// The eight majors, in the order in which the market names them.
  ///
  /// The first currency of two in this list is the base, as instruments quote it.
  private static let majors = ["EUR", "GBP", "AUD", "NZD", "USD", "CAD", "CHF", "JPY"]

  /// The 28 pairs.
  private static let pairs = majors.indices.flatMap { base in
    majors[(base + 1)...].map { quote in
      Instrument(name: "\(majors[base])_\(quote)", digits: quote == "JPY" ? 3 : 5)
    }
  }

  /// The default universe, in the order that breaks every tie (trading-system.md, section 1).
  public static let defaultOrder = [
    "EUR_USD", "USD_JPY", "GBP_USD", "EUR_JPY", "USD_CAD", "NZD_USD", "AUD_USD", "USD_CHF",
  ]

  /// The facts of one of the 28 pairs of the eight majors, or nil for any other name.
  public static func known(_ name: String) -> Instrument? {
    pairs.first { $0.name == name }
  }

  /// Whether `left` comes before `right`: by the default order, then the others by name.
  public static func precedes(_ left: String, _ right: String) -> Bool {
    switch (defaultOrder.firstIndex(of: left), defaultOrder.firstIndex(of: right)) {
    case (let left?, let right?): left < right
    case (_?, nil): true
    case (nil, _?): false
    case (nil, nil): left < right
    }
  }
}

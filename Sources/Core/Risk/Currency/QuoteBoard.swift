public import Market

/// The newest quote of an instrument.
public struct KeptQuote: Equatable, Sendable, BitwiseCopyable {
  /// In millionths, as is the ask; 0 before the first quote.
  public var bid: Int64 = 0
  public var ask: Int64 = 0
  /// The time of its turn.
  public var at = Timestamp.zero
  /// Its place in the journal.
  public var sequence: UInt64 = 0
  /// Whether it stands for a price of a candle.
  public var isFromCandle = false

  @inlinable public init() {}

  @inlinable public init(
    bid: Int64, ask: Int64, at: Timestamp, sequence: UInt64, isFromCandle: Bool
  ) {
    self.bid = bid
    self.ask = ask
    self.at = at
    self.sequence = sequence
    self.isFromCandle = isFromCandle
  }

  @inlinable public var isKnown: Bool { bid > 0 }

  /// Half the sum of bid and ask in units of the quote currency; nil before the first quote.
  public var mid: Double? { isKnown ? (Double(bid) + Double(ask)) / 2_000_000 : nil }
}

/// The newest quotes of all listed instruments, by number and by pair of currencies.
public struct QuoteBoard: Sendable {
  public private(set) var quotes: [KeptQuote] = []
  public private(set) var instruments: [Instrument] = []
  /// The currencies of each instrument; nil where they are not two majors.
  public private(set) var pairs: [CurrencyPair?] = []
  /// The instrument of each pair, by the pair's place; -1 for none.
  private var numbers = InlineArray<64, Int16>(repeating: -1)

  public init() {}

  public var count: Int { quotes.count }

  /// Adds the next instrument. Of two with one name the later one counts as the pair.
  public mutating func list(_ instrument: Instrument) {
    instruments.append(instrument)
    quotes.append(KeptQuote())
    let pair = CurrencyPair(instrument: instrument.name)
    pairs.append(pair)
    if let pair { numbers[pair.index] = Int16(truncatingIfNeeded: quotes.count - 1) }
  }

  @inline(__always)
  public subscript(index: Int) -> KeptQuote {
    get { quotes[index] }
    _modify { yield &quotes[index] }
  }

  /// The number of the instrument that a pair is quoted as.
  public func index(of pair: CurrencyPair) -> Int? {
    let number = numbers[pair.index]
    return number < 0 ? nil : Int(number)
  }

  /// The newest mid of a pair, of any age; nil before its first quote.
  public func mid(of pair: CurrencyPair) -> Double? { index(of: pair).flatMap { quotes[$0].mid } }
}

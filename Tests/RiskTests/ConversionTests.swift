import Risk
import Testing

@Suite struct `The value of a currency` {
  private let eurJPY = CurrencyPair(.eur, .jpy)

  private func mids(_ known: (CurrencyPair, Double?)...) -> PairMids {
    var mids = PairMids()
    for (pair, mid) in known { mids[pair] = mid }
    return mids
  }

  @Test func `is 1 for the account's own, whatever is known`() throws {
    let value = try #require(Conversion.ofBase(CurrencyPair(.usd, .jpy), in: .usd) { _ in nil })
    #expect(value.rate == 1 && value.own == .none && value.leg == nil && value.legUse == .none)
  }

  @Test func `takes the first mid of the list that is known`() throws {
    let (eurUSD, usdEUR) = (CurrencyPair(.eur, .usd), CurrencyPair(.usd, .eur))
    let (jpyUSD, usdJPY) = (CurrencyPair(.jpy, .usd), CurrencyPair(.usd, .jpy))
    // From the last row of the list up: each mid that becomes known takes over.
    var mids = mids((eurJPY, 163), (usdJPY, 150.9))
    var value = try #require(Conversion.ofBase(eurJPY, in: .usd) { mids[$0] })
    #expect(value.rate == 163 / 150.9 && value.own == .multiplies)
    #expect(value.leg == usdJPY && value.legUse == .divides)

    mids[jpyUSD] = 0.0066
    value = try #require(Conversion.ofBase(eurJPY, in: .usd) { mids[$0] })
    #expect(value.rate == 163 * 0.0066 && value.own == .multiplies)
    #expect(value.leg == jpyUSD && value.legUse == .multiplies)

    mids[usdEUR] = 0.92
    value = try #require(Conversion.ofBase(eurJPY, in: .usd) { mids[$0] })
    #expect(value.rate == 1 / 0.92 && value.own == .none)
    #expect(value.leg == usdEUR && value.legUse == .divides)

    mids[eurUSD] = 1.08
    value = try #require(Conversion.ofBase(eurJPY, in: .usd) { mids[$0] })
    #expect(value.rate == 1.08 && value.own == .none)
    #expect(value.leg == eurUSD && value.legUse == .multiplies)
  }

  @Test func `of a quote currency follows the same list from the other side`() throws {
    var mids = mids((eurJPY, 163), (CurrencyPair(.usd, .eur), 0.92))
    var value = try #require(Conversion.ofQuote(eurJPY, in: .usd) { mids[$0] })
    #expect(value.rate == 1 / 0.92 / 163 && value.own == .divides && value.legUse == .divides)
    mids[CurrencyPair(.eur, .usd)] = 1.08
    value = try #require(Conversion.ofQuote(eurJPY, in: .usd) { mids[$0] })
    #expect(value.rate == 1.08 / 163 && value.own == .divides && value.legUse == .multiplies)
    mids[CurrencyPair(.usd, .jpy)] = 150.9
    value = try #require(Conversion.ofQuote(eurJPY, in: .usd) { mids[$0] })
    #expect(value.rate == 1 / 150.9 && value.own == .none)
    #expect(Conversion.ofQuote(eurJPY, in: .jpy) { _ in nil }?.rate == 1)
  }

  @Test func `of the quote is own mid turned over when the base is the account's`() throws {
    let usdJPY = CurrencyPair(.usd, .jpy)
    let mids = mids((usdJPY, 150))
    #expect(Conversion.ofQuote(usdJPY, in: .usd) { mids[$0] }?.rate == 1.0 / 150)
  }

  @Test func `is unknown without a way, and with a mid that is none`() {
    #expect(Conversion.ofBase(eurJPY, in: .usd) { _ in nil } == nil)
    for bad in [0, -1, .nan, .infinity, -.infinity] as [Double] {
      #expect(Conversion.ofBase(eurJPY, in: .usd) { _ in bad } == nil)
      #expect(Conversion.ofQuote(eurJPY, in: .usd) { _ in bad } == nil)
      var mids = mids((eurJPY, 163))
      mids[eurJPY] = bad
      #expect(mids[eurJPY] == nil)
    }
  }

  @Test func `is unknown when it outgrows a double`() {
    let tiny = mids((CurrencyPair(.eur, .usd), .leastNonzeroMagnitude))
    #expect(
      Conversion.ofBase(CurrencyPair(.eur, .usd), in: .usd) { tiny[$0] }?.rate
        == .leastNonzeroMagnitude)
    #expect(Conversion.ofBase(CurrencyPair(.usd, .jpy), in: .eur) { tiny[$0] } == nil)
  }

  @Test func `has a place of its own for each pair of majors`() {
    var places: [Int] = []
    for base in Currency.allCases {
      for quote in Currency.allCases where base != quote {
        let pair = CurrencyPair(base, quote)
        places.append(pair.index)
        #expect(CurrencyPair(instrument: pair.instrument) == pair)
        var mids = PairMids()
        mids[pair] = 1.5
        #expect(mids[pair] == 1.5 && mids[CurrencyPair(quote, base)] == nil)
        mids[pair] = nil
        #expect(mids[pair] == nil)
      }
    }
    #expect(places.sorted() == places && places.last == 62)
    for text in ["EURUSD", "EUR_USD_", "EUR_EUR", "eur_usd", "EUR_SGD", "", "_"] {
      #expect(CurrencyPair(instrument: text) == nil, "\(text)")
    }
  }
}

@Suite struct `The margin of a unit` {
  @Test func `follows the worked examples`() throws {
    var mids = PairMids()
    mids[CurrencyPair(.eur, .usd)] = 1.08
    mids[CurrencyPair(.usd, .jpy)] = 150.9
    func margin(_ pair: CurrencyPair, _ rate: Double) -> Double? {
      MarginPerUnit(of: pair, in: .usd, brokerRate: rate) { mids[$0] }?.amount
    }
    #expect(agrees(margin(CurrencyPair(.eur, .usd), 0.02), 0.0216))
    #expect(agrees(margin(CurrencyPair(.usd, .jpy), 0.02), 0.02))
    mids[CurrencyPair(.eur, .usd)] = nil
    mids[CurrencyPair(.eur, .jpy)] = 163.0
    let divided = try #require(margin(CurrencyPair(.eur, .jpy), 0.04))
    #expect(abs(divided - 0.043207) < 1e-6)
    // One original multiplied by USD_JPY instead: 983.9, 23 thousand times too large. At the lowest rate
    // of 0.02 that is the 491.9 which the text names.
    #expect(abs(0.02 * 163.0 * 150.9 - 491.9) < 0.1)
    #expect(abs(0.04 * 163.0 * 150.9 / divided - 22_770) < 1)
  }

  @Test(arguments: [nil, 0, -0.02, .nan, .infinity] as [Double?])
  func `is unknown without a rate above 0`(rate: Double?) {
    #expect(
      MarginPerUnit(of: CurrencyPair(.usd, .jpy), in: .usd, brokerRate: rate) { _ in 1 } == nil)
  }

  @Test func `says which mid it used`() {
    let margin = MarginPerUnit(of: CurrencyPair(.usd, .chf), in: .eur, brokerRate: 0.0333) {
      $0 == CurrencyPair(.eur, .usd) ? 1.08 : nil
    }
    #expect(margin?.conversion.leg == CurrencyPair(.eur, .usd))
    #expect(margin?.conversion.legUse == .divides)
  }
}

import EmbeddedMarket
import Market
import Testing

@Suite struct `A synthetic market is closed` {
  struct Closure: CustomTestStringConvertible {
    let name: String
    let starts: String
    let closes: String
    let opens: String
    var testDescription: String { name }
  }

  @Test(arguments: [
    Closure(
      name: "at a winter weekend", starts: "2024-01-12", closes: "2024-01-12T21:55:00Z",
      opens: "2024-01-14T22:05:00Z"),
    Closure(
      name: "at a summer weekend", starts: "2024-07-12", closes: "2024-07-12T20:55:00Z",
      opens: "2024-07-14T21:05:00Z"),
    Closure(
      name: "at the weekend on which New York puts its clocks on", starts: "2024-03-08",
      closes: "2024-03-08T21:55:00Z", opens: "2024-03-10T21:05:00Z"),
    Closure(
      name: "at the weekend on which New York puts its clocks back", starts: "2024-11-01",
      closes: "2024-11-01T20:55:00Z", opens: "2024-11-03T22:05:00Z"),
    Closure(
      name: "on a Wednesday evening", starts: "2024-01-10", closes: "2024-01-10T21:55:00Z",
      opens: "2024-01-10T22:05:00Z"),
    Closure(
      name: "at Christmas", starts: "2024-12-24", closes: "2024-12-24T21:55:00Z",
      opens: "2024-12-25T22:05:00Z"),
    Closure(
      name: "at New Year", starts: "2024-12-31", closes: "2024-12-31T21:55:00Z",
      opens: "2025-01-01T22:05:00Z"),
  ])
  func `from one minute to another`(closure: Closure) throws {
    let closes = try #require(Timestamp(text: closure.closes))
    let opens = try #require(Timestamp(text: closure.opens))
    var market = EmbeddedMarket(
      seed: 3, days: 4, start: try #require(Timestamp(text: closure.starts)))
    var before = Timestamp.zero
    var after: [SyntheticQuote] = []
    while let quote = market.next(), after.count < 8 {
      if quote.time < opens { before = quote.time } else { after.append(quote) }
    }
    let minute = 60 * nanosecondsPerSecond
    #expect(before < closes)
    #expect(before > closes.adding(nanoseconds: -minute))
    // All eight open at once.
    #expect(after.map(\.instrument) == Array(0..<8))
    #expect(after.allSatisfy { $0.time < opens.adding(nanoseconds: minute) })
  }

  @Test func `until the market opens where it starts on a Saturday`() throws {
    var market = EmbeddedMarket(
      seed: 3, days: 2, start: try #require(Timestamp(text: "2024-01-13")))
    let first = market.next()
    #expect(first?.time.text == "2024-01-14T22:05:00Z")
    var closed = EmbeddedMarket(
      seed: 3, days: 1, start: try #require(Timestamp(text: "2024-01-13")))
    let none = closed.next()
    #expect(none == nil)
  }
}

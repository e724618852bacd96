import Market
import Testing

/// A venue that is put through the contract suite: our paper venue, later a broker's adapter with a server.
///
/// One instrument, EUR_USD, whose prices are set; an account of USD. Time moves only when it is told to.
protocol VenueUnderTest: AnyObject {
  /// Sets the price.
  func quote(bid: Int64, ask: Int64) throws
  /// A minute bar that ends now.
  func bar(open: Int64, high: Int64, low: Int64, close: Int64) throws
  /// Sends an order, which gets the next number, from 1.
  func send(_ order: VenueWish) throws
  func pass(milliseconds: Int64) throws
  func pass(to instant: Timestamp) throws
  /// Everything the venue said so far, oldest first.
  func reports() throws -> [VenueReport]
}

/// What a venue is opened with.
struct VenueTerms {
  var balance = Money(micros: 10_000_000_000)
  /// 0.02 is 20,000.
  var marginRate = 0.02
  var slippageBasisPoints = 0.0
  var latencyMilliseconds: Int64 = 250
  var isDryRun = false
  /// As `PAPER_FAULTS`, each at 1,000 per mille; only a paper venue knows them.
  var faults: [String] = []
  /// Wednesday 2026-01-14, 13:00 UTC.
  var start = Timestamp(nanoseconds: 1_768_395_600 * nanosecondsPerSecond)
}

/// An order to a venue.
struct VenueWish {
  var units: Int64
  var stop: Int64?
  var take: Int64?
  var bound: Int64?
  var reducesOnly = false
}

/// What a venue says, without what belongs to it alone.
enum VenueReport: Equatable {
  case submitted(Int64)
  case accepted(Int64)
  case filled(Int64?, units: Int64, at: Int64, reason: String)
  case canceled(Int64, String)
  case rejected(Int64, String)
  case notSent(Int64)
  case unknown(Int64)
  case account(cause: String, balance: Int64, nav: Int64, used: Int64, available: Int64)
}

extension [VenueReport] {
  var fills: [VenueReport] {
    filter { if case .filled = $0 { true } else { false } }
  }

  var accounts: [VenueReport] {
    filter { if case .account = $0 { true } else { false } }
  }

  var cancels: [VenueReport] {
    filter { if case .canceled = $0 { true } else { false } }
  }

  /// The causes of its account reports.
  var causes: [String] {
    compactMap { if case .account(let cause, _, _, _, _) = $0 { cause } else { nil } }
  }
}

/// The venues that exist.
enum VenueKind: CaseIterable, CustomTestStringConvertible {
  case paper

  var testDescription: String { "the paper venue" }

  func open(_ change: (inout VenueTerms) -> Void = { _ in }) throws -> any VenueUnderTest {
    var terms = VenueTerms()
    change(&terms)
    switch self {
    case .paper: return try PaperVenueUnderTest(terms)
    }
  }
}

import Configuration
import Ledger
import Market
import Risk

/// What the settings say to the paper venue.
struct VenueRules: Sendable {
  var account = Currency.usd
  var balance = Money(micros: 10_000_000_000)
  var latencyNanoseconds: Int64 = 250_000_000
  var slippage = Slippage.none
  var commission = Commission.none
  var marginRate = Ratio(micros: 20_000)
  /// By the name of the instrument.
  var marginRates: [(name: String, rate: Ratio)] = []
  var faults = VenueFaults(seed: 0)
  /// Whether any fault has a rate.
  var hasFaults = false
  var isDryRun = false
  var calendar = SessionCalendar.standard
  /// Age at which a quote no longer fills an increase.
  var quoteNanoseconds: Int64 = 300 * nanosecondsPerSecond
  var candleNanoseconds: Int64 = 60 * nanosecondsPerSecond

  func rate(of instrument: Instrument) -> Ratio {
    marginRates.first { $0.name == instrument.name }?.rate ?? marginRate
  }

  func isFresh(_ quote: KeptQuote, at now: Timestamp) -> Bool {
    let limit = quote.isFromCandle ? candleNanoseconds : quoteNanoseconds
    return quote.isKnown && now.nanoseconds &- quote.at.nanoseconds <= limit
  }
}

extension VenueRules {
  /// - Parameter isFromFiles: Whether quotes come from files, which have no heartbeats.
  init(_ settings: TradingSettings, isFromFiles: Bool) {
    account = Currency(code: settings.accountCurrency.rawValue) ?? .usd
    balance = settings.paperBalance
    latencyNanoseconds = settings.paperLatencyMilliseconds * 1_000_000
    slippage = Slippage(basisPoints: settings.paperSlippageBasisPoints) ?? .none
    commission =
      Commission(perMillion: Money(micros: micros(of: settings.paperCommissionPerMillion))) ?? .none
    marginRate = Ratio(micros: micros(of: settings.paperMarginRate))
    marginRates = zip(settings.instruments, settings.paperMarginRatePairs).compactMap {
      instrument, rate in
      rate.map { (instrument.name, Ratio(micros: micros(of: $0))) }
    }
    let faults = settings.paperFaults.map { "\($0.fault.rawValue):\($0.perMille)" }
    let seed = UInt64(bitPattern: settings.paperSeed)
    // house-rules: allow swallowed-error: settings were checked; what is no fault list means none
    let known = try? VenueFaults(faults.joined(separator: ","), seed: seed)
    self.faults = known ?? VenueFaults(seed: seed)
    hasFaults = !faults.isEmpty
    isDryRun = settings.dryRunTrades
    // house-rules: allow swallowed-error: settings were checked; older ones keep standard hours
    calendar = (try? SessionCalendar(settings.sessionSettings)) ?? .standard
    candleNanoseconds = settings.candleGranularity.nanoseconds
    if !isFromFiles { quoteNanoseconds = settings.quoteMaxAgeSeconds * nanosecondsPerSecond }
  }
}

/// A setting that is no whole number, in millionths, rounded half away from zero.
func micros(of value: Double) -> Int64 {
  let scaled = value * 1_000_000
  return Int64(scaled < 0 ? scaled - 0.5 : scaled + 0.5)
}

import Testing

/// The rows of trading-system.md, section 20, that concern orders, in their order and words.
enum OriginalsRow: String, CaseIterable, CustomTestStringConvertible {
  case kill = "An empty, broken or wrongly named kill-switch request released it"
  case blockedCloses = "The kill switch also blocked closes and paused exits"
  case missingMetrics = "Missing and NaN metrics passed the guards"
  case multipliedMargin = "Cross-currency margin multiplied instead of divided"
  case oneUnit = "At least one unit was always bought"
  case weekday =
    "Weekday counted from the wrong day; fixed UTC session hours; no weekend"
  case bookedCancel =
    "A submit that failed, or was answered 201 with a cancel, was booked as filled"
  case shortUnits = "Short units, already negative, were subtracted again"
  case bothSides = "Closing both sides at once failed when one was empty"
  case yenDecimals = "Five decimals on yen stops"
  case firstCandle = "Signals stamped with the window's first candle; incomplete candles used"
  case localZone = "Times converted through the machine's local zone"
  case balanceAsNAV = "NAV taken from balance"
  case emptyPositions = "An empty or failed positions reply was read as flat"
  case deployReleases = "A deploy could release the kill switch"
  case onlyMargin = "30 % of margin as the only limit on size"

  var testDescription: String { rawValue }

  func check() throws {
    switch self {
    case .kill: try OriginalsChecks.kill()
    case .blockedCloses: try OriginalsChecks.blockedCloses()
    case .missingMetrics: try OriginalsChecks.missingMetrics()
    case .multipliedMargin: try OriginalsChecks.multipliedMargin()
    case .oneUnit: try OriginalsChecks.oneUnit()
    case .weekday: try OriginalsChecks.weekday()
    case .bookedCancel: try OriginalsChecks.bookedCancel()
    case .shortUnits: try OriginalsChecks.shortUnits()
    case .bothSides: try OriginalsChecks.bothSides()
    case .yenDecimals: try OriginalsChecks.yenDecimals()
    case .firstCandle: try OriginalsChecks.firstCandle()
    case .localZone: try OriginalsChecks.localZone()
    case .balanceAsNAV: try OriginalsChecks.balanceAsNAV()
    case .emptyPositions: try OriginalsChecks.emptyPositions()
    case .deployReleases: try OriginalsChecks.deployReleases()
    case .onlyMargin: try OriginalsChecks.onlyMargin()
    }
  }
}

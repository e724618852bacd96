public import Market

extension TradingSettings {
  /// What sessions and the market's clock take of these settings; `SessionCalendar` accepts all of it.
  public var sessionSettings: SessionSettings {
    var settings = SessionSettings()
    settings.sydney = sessionHours[Int(TradingSession.sydney.rawValue)]
    settings.tokyo = sessionHours[Int(TradingSession.tokyo.rawValue)]
    settings.london = sessionHours[Int(TradingSession.london.rawValue)]
    settings.newYork = sessionHours[Int(TradingSession.newYork.rawValue)]
    settings.marketOpen = marketOpenLocal
    settings.marketClose = marketCloseLocal
    settings.closures = marketClosures
    settings.exitMinutes = sessionExitMinutes
    settings.isSessionTradingEnabled = sessionTradingEnabled
    settings.barSeconds = candleGranularity.seconds
    return settings
  }
}

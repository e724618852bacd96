import Configuration
public import Events
import Ledger
import Market
import Risk

extension PaperVenueReducer: StateKeeping {
  public mutating func archive<Archive: StateArchive & ~Copyable>(into archive: inout Archive) {
    archive.text("settings", &settingsText)
    archive.flag("is_from_files", &isFromFiles)
    var rows = instruments.indices.map { Row(board.instruments[$0], board[$0], instruments[$0]) }
    archive.list("instruments", &rows, of: Row.none, atMost: 65_536) { $0.archive(into: &$1) }
    archive.list("orders", &orders, of: VenueOrder.none, atMost: Self.mostOrders) {
      $0.archive(into: &$1)
    }
    archive.number("balance_micros", &balance.micros)
    archive.count("lots", &lots)
    archive.flag("is_started", &isStarted)
    archive.flag("is_account_armed", &isAccountArmed)
    archive.optional("reported_nav", &reportedNav, of: .zero) { $1.number("micros", &$0.micros) }
    archive.count("last_report", &lastReport)
    guard archive.isReading else { return }
    board = QuoteBoard()
    instruments = []
    for (index, row) in rows.enumerated() {
      board.list(row.instrument)
      board[index] = row.quote
      instruments.append(row.state)
    }
    let known = orders.allSatisfy { $0.instrument.index < instruments.count && $0.units != 0 }
    archive.require(known)
    if !known { orders = [] }
    let settings = settingsText.isEmpty ? nil : TradingSettings(canonicalText: settingsText)
    archive.require(settingsText.isEmpty || settings != nil)
    isConfigured = settings != nil
    if let settings { rules = VenueRules(settings, isFromFiles: isFromFiles) }
  }

  private struct Row: Sendable {
    var instrument: Instrument
    var quote: KeptQuote
    var state: VenueInstrument

    static let none = Row(
      Instrument(name: "", digits: 5), KeptQuote(),
      VenueInstrument(Instrument(name: "", digits: 5)))

    init(_ instrument: Instrument, _ quote: KeptQuote, _ state: VenueInstrument) {
      self.instrument = instrument
      self.quote = quote
      self.state = state
    }

    mutating func archive<Archive: StateArchive & ~Copyable>(into archive: inout Archive) {
      var name = instrument.name
      var digits = instrument.digits
      archive.text("name", &name)
      archive.small("digits", &digits, in: 0...18)
      if archive.isReading {
        instrument = Instrument(name: name, digits: digits)
        state = VenueInstrument(instrument)
      }
      archive.group("quote") { archive in
        archive.number("bid_micros", &quote.bid, in: 0...1 << 50)
        archive.number("ask_micros", &quote.ask, in: 0...1 << 50)
        archive.time("at", &quote.at)
        archive.count("sequence", &quote.sequence)
        archive.flag("is_from_candle", &quote.isFromCandle)
      }
      state.archive(into: &archive)
    }
  }
}

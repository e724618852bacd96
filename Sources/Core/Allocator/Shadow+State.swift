import Evaluator
import Events
import Market
import Strategy

extension Shadow {
  /// Walks the state of a shadow whose rules are known.
  mutating func archive<Archive: StateArchive & ~Copyable>(into archive: inout Archive) {
    archive.optional("begun_at", &begunAt, of: .zero) { $1.time("at", &$0) }
    archive.optional("held", &held, of: .none) { $0.archive(into: &$1) }
    var state = harness.state
    archive.group("harness") { state.archive(into: &$0) }
    if archive.isReading { harness = Harness(rules: rules, state: state) }
    archiveWindow(into: &archive)
    archiveCoverage(into: &archive)
    archiveHistory(into: &archive)
  }

  private mutating func archiveWindow<Archive: StateArchive & ~Copyable>(
    into archive: inout Archive
  ) {
    var now = window.now
    var forgotten = window.forgottenEntryAt
    // Entries and exits are at the ends of bars, which keeps a trade small.
    let bar = rules.bar.nanoseconds
    let farthest = Timestamp.limit.nanoseconds / bar
    var trades = window.trades
    archive.time("now", &now)
    archive.optional("forgotten_entry_at", &forgotten, of: .zero) { $1.time("at", &$0) }
    let empty = StrictTrade(entryAt: .zero, exitAt: .zero, profitFraction: 0)
    archive.list("trades", &trades, of: empty, atMost: TradeWindow.mostTrades) { trade, archive in
      var entry = trade.entryAt.nanoseconds / bar
      var bars = (trade.exitAt.nanoseconds - trade.entryAt.nanoseconds) / bar
      archive.number("entry_bar", &entry, in: 0...farthest)
      archive.number("bars", &bars, in: 0...farthest)
      archive.real("profit_fraction", &trade.profitFraction)
      trade.entryAt = Timestamp(nanoseconds: entry * bar)
      trade.exitAt = Timestamp(nanoseconds: (entry + bars) * bar)
    }
    guard archive.isReading else { return }
    let read = TradeWindow(at: now, trades: trades, forgottenEntryAt: forgotten)
    archive.require(read != nil)
    if let read { window = read }
  }

  private mutating func archiveCoverage<Archive: StateArchive & ~Copyable>(
    into archive: inout Archive
  ) {
    var state = coverage.state
    let words = state.openWords.count
    archive.group("coverage") { archive in
      archive.number("first", &state.first)
      archive.number("next", &state.next)
      archive.count("run", &state.run)
      archive.count("expected", &state.expected)
      archive.count("present", &state.present)
      archive.list("open", &state.openWords, of: 0, atMost: words) { $1.bits("bars", &$0) }
      archive.list("present_bars", &state.presentWords, of: 0, atMost: words) {
        $1.bits("bars", &$0)
      }
    }
    guard archive.isReading else { return }
    let read = SessionCoverage(
      calendar: rules.calendar, home: rules.home, granularity: rules.bar, state: state)
    archive.require(read != nil)
    if let read { coverage = read }
  }

  private mutating func archiveHistory<Archive: StateArchive & ~Copyable>(
    into archive: inout Archive
  ) {
    let capacity = history.entries.capacity
    var newestHour = history.newestHour
    var entries = history.entries.oldestFirst
    let empty = SummaryFigures(trades: nil, calmar: nil, profitTotal: nil)
    archive.group("history") { archive in
      archive.optional("newest_hour", &newestHour, of: 0) { $1.count("hour", &$0, atMost: 1 << 40) }
      archive.list("summaries", &entries, of: empty, atMost: capacity) { figures, archive in
        var trades = Int64(figures.trades ?? 0)
        var calmar = figures.calmar ?? 0
        var profit = figures.profitTotal ?? 0
        archive.count("trades", &trades, atMost: 1 << 53)
        archive.real("calmar", &calmar)
        archive.real("pnl_total", &profit)
        figures = SummaryFigures(trades: Double(trades), calmar: calmar, profitTotal: profit)
      }
    }
    guard archive.isReading else { return }
    history = SummaryHistory(
      limits: history.limits, capacity: capacity, parameters: history.parameters,
      newestHour: newestHour, entries: entries)
  }
}

extension HarnessState {
  fileprivate mutating func archive<Archive: StateArchive & ~Copyable>(
    into archive: inout Archive
  ) {
    var closes = window.closes.oldestFirst
    var coherences = window.coherences.oldestFirst
    let look = window.closes.capacity - 1
    let lookback = window.coherences.capacity - 1
    archive.list(
      "closes", &closes, of: PricePoint(close: nil, at: .zero), atMost: look + 1
    ) { point, archive in
      archive.optional("close", &point.close, of: Price(micros: 0)) { $1.price("micros", &$0) }
      archive.time("at", &point.at)
    }
    archive.list("coherences", &coherences, of: nil, atMost: lookback + 1) { value, archive in
      archive.optional("coherence", &value, of: Ratio(micros: 0)) { $1.ratio("micros", &$0) }
    }
    if archive.isReading {
      window = DirectionWindow(
        look: look, coherenceLookback: lookback, closes: closes, coherences: coherences)
    }
    archive.group("entries") { history.archive(into: &$0) }
    archive.optional("position", &position, of: .none) { $0.archive(into: &$1) }
    archive.optional("pending", &pending, of: .none) { $0.archive(into: &$1) }
    archive.optional("snapshot", &snapshot, of: .none) { $0.archive(into: &$1) }
    archive.optional("newest_open_at", &newestOpenAt, of: .zero) { $1.time("at", &$0) }
  }
}

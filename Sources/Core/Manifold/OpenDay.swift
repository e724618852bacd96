public import Events
public import Market

/// The day of one instrument that is not over yet, with its signals.
///
/// Bounded by the day: a bar is a second or more, so there are at most 86,400 candles, and a signal
/// for each at the shortest stride; minute bars at the usual stride make 360.
public struct OpenDay: Equatable, Sendable {
  /// Nil before the first candle.
  public private(set) var day: ManifoldDay?
  /// In the order in which they were recorded.
  public private(set) var signals: [DaySignal] = []
  /// Which prices the instrument's candles are made of; a source never mixes them.
  public var side = PriceSide.mid
  /// Run age after the candle applied last.
  private var runAge = 0
  /// Whether the candle applied last entered the day.
  private var holdsNewest = false

  public init() {}

  /// Whether a candle is the first of a later date, so that the open day is over.
  public func ends(with metrics: borrowing MetricsComputed) -> Bool {
    guard let day else { return false }
    return ManifoldDay.date(of: metrics) > day.day
  }

  /// Applies the metrics of a candle; the first of a later date begins a new day.
  ///
  /// A candle of an earlier date, which no source of candles in order gives, enters no document.
  public mutating func apply(_ metrics: borrowing MetricsComputed) {
    defer { runAge = Int(metrics.runAge) }
    let date = ManifoldDay.date(of: metrics)
    if day.map({ date > $0.day }) ?? true {
      day = ManifoldDay(openedBy: metrics, side: side)
      signals.removeAll(keepingCapacity: true)
    }
    holdsNewest = date == day?.day
    if holdsNewest { day?.apply(metrics, side: side, runAgeBefore: runAge) }
  }

  /// Applies a recorded signal: it belongs to the day of the candle applied last.
  public mutating func apply(_ signal: DaySignal) {
    guard holdsNewest else { return }
    day?.apply(signal.facts)
    signals.append(signal)
  }
}

extension OpenDay: StateKeeping {
  public mutating func archive<Archive: StateArchive & ~Copyable>(into archive: inout Archive) {
    archive.label("side", &side)
    archive.small("run_age", &runAge, in: 0...64)
    archive.flag("holds_newest", &holdsNewest)
    archive.optional("day", &day, of: .none) { $0.archive(into: &$1) }
    archive.list("signals", &signals, of: .none, atMost: 86_400) { $0.archive(into: &$1) }
  }
}

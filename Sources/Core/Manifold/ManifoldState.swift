import Events
import Market

/// What ManifoldActor keeps of one instrument.
struct ManifoldState: Sendable {
  /// The instrument's metrics applied last.
  struct Newest: Sendable {
    var sequence: UInt64
    var barNanoseconds: Int64
  }

  private(set) var instrument: Instrument
  var day = OpenDay()
  var echoes = EchoMemory()
  var newest: Newest?
  /// The signal and the closed day applied last; 0 before the first.
  var lastSignal: UInt64 = 0
  var lastClosed: UInt64 = 0

  init(_ instrument: Instrument) { self.instrument = instrument }

  /// The document of the open day, or nil before the first candle.
  func document(isComplete: Bool) -> DayDocument? {
    day.day.map {
      DayDocument(
        instrument: instrument, day: $0, signals: day.signals, isComplete: isComplete)
    }
  }

  mutating func apply(_ metrics: borrowing MetricsComputed, sequence: UInt64) {
    day.apply(metrics)
    newest = Newest(sequence: sequence, barNanoseconds: metrics.barNanoseconds)
  }

  /// Applies a signal of the metrics applied last, its own event.
  mutating func apply(_ signal: DaySignal, sequence: UInt64) {
    guard let newest else { return }
    lastSignal = sequence
    day.apply(signal)
    echoes.apply(
      signal.signature, at: signal.facts.asOf, barNanoseconds: newest.barNanoseconds,
      sequence: sequence)
  }
}

extension ManifoldState: StateKeeping {
  mutating func archive<Archive: StateArchive & ~Copyable>(into archive: inout Archive) {
    var (name, digits) = (instrument.name, instrument.digits)
    archive.text("instrument", &name)
    archive.small("digits", &digits, in: 0...255)
    if archive.isReading { instrument = Instrument(name: name, digits: digits) }
    archive.count("last_signal", &lastSignal)
    archive.count("last_closed", &lastClosed)
    archive.optional("newest", &newest, of: Newest(sequence: 0, barNanoseconds: 1)) {
      $1.count("sequence", &$0.sequence)
      $1.number("bar_nanoseconds", &$0.barNanoseconds, in: 1...604_800 * nanosecondsPerSecond)
    }
    day.archive(into: &archive)
    echoes.archive(into: &archive)
  }
}

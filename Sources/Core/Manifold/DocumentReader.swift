public import Events
public import Market
public import Numerics

/// Finds the daily documents of one instrument among recorded events, applied in their order.
///
/// Runs no rule: a closed day is what its event and the signals since the closed day before it emit;
/// only the day that is still open is folded from metrics.
public struct DocumentReader: Sendable {
  /// A day that was closed, and what was recorded of its text.
  public struct ClosedDay: Sendable {
    public let document: DayDocument
    public let recordedBytes: Int64
    public let recordedDigest: Digest256

    /// Whether the text, put together again, is the one that was hashed when the day was closed.
    public var isAsRecorded: Bool {
      document.fingerprint == (recordedBytes, recordedDigest)
    }
  }

  private let name: String
  /// Nil until the instrument is listed.
  public private(set) var id: InstrumentID?
  /// Nil until the instrument is listed.
  public private(set) var instrument: Instrument?
  private var signals: [DaySignal] = []
  private var open = OpenDay()

  /// - Parameter name: As the journal lists it: `EUR_USD`.
  public init(instrument name: String) { self.name = name }

  /// Applies the next recorded event of any kind or instrument.
  ///
  /// - Parameter arena: The side buffer of its turn.
  /// - Returns: The day that it closes, if it closes one of the instrument.
  public mutating func apply(
    _ body: borrowing EventBody, arena: borrowing ByteBuffer
  ) -> ClosedDay? {
    switch copy body {
    case .instrumentListed(let listing): note(listing, arena)
    case .candleReceived(let candle) where candle.instrument == id: open.side = candle.side
    case .candleClosed(let candle) where candle.instrument == id: open.side = candle.side
    case .metricsComputed(let place):
      let metrics = arena[place]
      if metrics.instrument == id && metrics.areInRange { open.apply(metrics) }
    case .signalComputed(let place):
      let signal = arena[place]
      guard signal.instrument == id, let signal = DaySignal(signal, arena: arena) else {
        return nil
      }
      signals.append(signal)
      open.apply(signal)
    case .manifoldDayClosed(let place):
      let day = arena[place]
      guard day.instrument == id, let instrument else { return nil }
      let document = DayDocument(
        instrument: instrument, day: ManifoldDay(day, arena: arena), signals: signals,
        isComplete: day.complete)
      signals.removeAll(keepingCapacity: true)
      return ClosedDay(
        document: document, recordedBytes: day.textBytes, recordedDigest: day.textSha256)
    default: break
    }
    return nil
  }

  /// The document of the day that is not closed, `complete: false`; nil when there is none.
  public var openDocument: DayDocument? {
    guard let instrument, let day = open.day else { return nil }
    return DayDocument(
      instrument: instrument, day: day, signals: open.signals, isComplete: false)
  }

  private mutating func note(_ listing: InstrumentListed, _ arena: borrowing ByteBuffer) {
    let name = String(decoding: arena[listing.name], as: UTF8.self)
    guard id == nil, name == self.name else { return }
    id = listing.instrument
    instrument = Instrument(name: name, digits: Int(listing.digits))
  }
}

import Events
import Files
import Manifold
import Market
import Numerics

/// Turns the events of a journal or of a run in memory into the pages that `retrace manifold` prints.
struct ManifoldPages: ~Copyable {
  private let name: String
  private let date: Timestamp?
  private let isLines: Bool
  private let json: Bool
  private let synthetic: [String]
  private var output: OutputFile
  private var reader: DocumentReader
  private var members: [String] = []
  /// The first and the last date that has candles.
  private var dates: ClosedRange<Timestamp>?
  private var written = 0
  /// Why the answer is no.
  private var refusal: String?

  init(
    instrument name: String, date: Timestamp?, isLines: Bool, json: Bool, synthetic: [String],
    output: consuming OutputFile
  ) {
    self.name = name
    self.date = date
    self.isLines = isLines
    self.json = json
    self.synthetic = synthetic
    self.output = output
    self.reader = DocumentReader(instrument: name)
  }

  /// Applies the next event.
  ///
  /// - Returns: Whether later events may still matter.
  mutating func apply(_ event: EventBody, arena: borrowing ByteBuffer) throws(NewFileFault) -> Bool
  {
    let closed = reader.apply(event, arena: arena)
    if case .metricsComputed(let place) = event, arena[place].instrument == reader.id {
      let metrics = arena[place]
      let day = ManifoldDay.date(of: metrics)
      dates = min(dates?.lowerBound ?? day, day)...max(dates?.upperBound ?? day, day)
      if isLines, date == nil || date == day { try add(line: metrics.conformanceLine) }
      if isLines, let date, day > date { return false }
    }
    guard !isLines, let closed, date == nil || date == closed.document.day.day else { return true }
    guard closed.isAsRecorded else {
      refusal = """
        The document of \(name) on \(closed.document.day.date) does not hash to \
        \(closed.recordedDigest), which was recorded when its day was closed. Nothing was written \
        of it. Run `retrace replay` on the journal to find the first event that differs.
        """
      return false
    }
    try add(closed.document)
    return date == nil
  }

  /// Writes what is left.
  ///
  /// - Returns: Why the answer is no, nil when all was written.
  consuming func finish() throws(NewFileFault) -> String? {
    if let refusal { return refusal }
    if !isLines, let open = reader.openDocument, date == nil || date == open.day.day {
      try add(open)
    }
    guard written > 0 else { return nothing }
    if json {
      var object = JSON()
      object.add(
        isLines ? "lines" : "documents", raw: "[\(members.joined(separator: ","))]")
      object.add(synthetic: synthetic)
      try output.line(object.text)
    }
    try output.finish()
    return nil
  }

  private var nothing: String {
    guard let dates else {
      return "There is no candle of \(name). Nothing was written."
    }
    let (first, last) = (dates.lowerBound.text.prefix(10), dates.upperBound.text.prefix(10))
    return """
      There is no candle of \(name) on \(date?.text.prefix(10) ?? "any day"); there are some from \
      \(first) to \(last). Nothing was written.
      """
  }

  private mutating func add(line: String) throws(NewFileFault) {
    written += 1
    if json { members.append(quotedJSON(line)) } else { try output.line(line) }
  }

  private mutating func add(_ document: DayDocument) throws(NewFileFault) {
    written += 1
    let text = document.text
    guard json else { return try output.line(String(decoding: text, as: UTF8.self)) }
    let fingerprint = document.fingerprint
    var object = JSON()
    object.add("date", document.day.date)
    object.add("complete", document.isComplete)
    object.add("text_bytes", fingerprint.bytes)
    object.add("text_sha256", fingerprint.sha256.hex)
    object.add("document", raw: String(decoding: text, as: UTF8.self))
    members.append(object.text)
  }
}

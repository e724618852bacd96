import Events
import Journal
import Market
import Node
import Numerics

/// Shows the newest metrics of each instrument beside those of a fair coin.
struct MeasuresCommand: Command {
  static let name = ["measures"]
  static let summary = "Show the newest metrics of each instrument beside a fair coin's"
  static let usage = "retrace measures DIR [--json]"
  static let details = """
    The coin's line is the mean over 4,000 windows of coin tosses (metrics-kernel.md, section 16): what lies \
    near it says nothing. Exit status: 0 shown; 1 there are no metrics yet; 2 could not read.
    """
  static let examples = ["retrace measures journal/runs/may"]
  static let options = [Option.json]

  private let journal: String
  private let json: Bool

  init(_ arguments: Arguments) throws(UsageError) {
    journal = try arguments.onlyWord("the journal's folder")
    json = arguments.has("json")
  }

  func run() throws -> ExitStatus {
    let log = try LMDBEventLog.openForReading(journal)
    defer { log.close() }
    let lines = try LatestMetrics.read(log, path: journal)
    guard !lines.isEmpty else {
      Console.error(
        "retrace: \(journal) holds no metrics yet: a window needs a candle first. Nothing is wrong."
      )
      return .no
    }
    if !json { try SyntheticText.announce(log, path: journal) }
    Console.print(json ? jsonText(lines) : text(lines))
    return .done
  }

  private func text(_ lines: [LatestMetrics.Line]) -> String {
    var rows = ["             coherence  stability  entropy  rupture  evidence  state"]
    for line in lines {
      let metrics = line.metrics
      guard metrics.ready else {
        rows.append("\(padded(line.instrument))not ready: \(metrics.pairs) of 32 pairs of moves")
        continue
      }
      rows.append(
        "\(padded(line.instrument))    \(ratio(metrics.coherence))      \(ratio(metrics.stability))    "
          + "\(ratio(metrics.entropy))    \(metrics.ruptureDefined ? ratio(metrics.rupture) : "  –  ")  "
          + "\(evidence(metrics)) bits  \(metrics.state.name)")
    }
    rows.append("a fair coin      0.106      0.501    0.977    0.158   1.4 bits  flux in 63 of 100")
    return rows.joined(separator: "\n")
  }

  private func jsonText(_ lines: [LatestMetrics.Line]) -> String {
    var object = JSON()
    for line in lines {
      let metrics = line.metrics
      var part = JSON()
      part.add("as_of", metrics.asOf.text)
      part.add("ready", metrics.ready)
      part.add("coherence", raw: decimal(metrics.coherence.micros, places: 6))
      part.add("stability", raw: decimal(metrics.stability.micros, places: 6))
      part.add("entropy", raw: decimal(metrics.entropy.micros, places: 6))
      part.add(
        "rupture", raw: metrics.ruptureDefined ? decimal(metrics.rupture.micros, places: 6) : "null"
      )
      part.add("state", metrics.state.name)
      object.add(line.instrument, part)
    }
    var coin = JSON()
    for (name, value) in [
      ("coherence", "0.106"), ("stability", "0.501"), ("entropy", "0.977"), ("rupture", "0.158"),
    ] { coin.add(name, raw: value) }
    object.add("coin", coin)
    return object.text
  }

  private func ratio(_ ratio: Ratio) -> String {
    decimal(roundedDivision(ratio.micros, by: 1_000), places: 3)
  }

  private func evidence(_ metrics: MetricsComputed) -> String {
    let text = decimal(roundedDivision(metrics.evidenceQ32, by: 429_496_730), places: 1)
    return String(repeating: " ", count: max(0, 4 - text.count)) + text
  }

  private func padded(_ name: String) -> String {
    name + String(repeating: " ", count: max(0, 13 - name.count))
  }
}

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
    The coin's line is what windows of coin tosses have on average (metrics-kernel.md, section 16): what lies \
    near it says nothing. Coherence, stability and rupture are shares from 0 to 1, entropy is in bits. Exit status: 0 shown; 1 there are no metrics yet; 2 could not read.
    """
  static let examples = ["retrace measures journal/runs/may"]
  static let options = [Option.json]

  private let journal: String
  private let json: Bool

  init(_ arguments: Arguments) throws(UsageError) {
    (journal, json) = try arguments.journal()
  }

  func run() throws -> ExitStatus {
    let log = try LMDBEventLog.openForReading(journal)
    defer { log.close() }
    let lines = try LatestMetrics.read(log, path: journal)
    guard !lines.isEmpty else {
      Refusal.tell(
        "\(journal) holds no metrics yet: a window needs a candle first. Nothing is wrong.",
        json: json)
      return .no
    }
    let synthetic = try SyntheticText.titles(log, path: journal)
    if !json, let note = SyntheticText.line(synthetic) { Console.print(note) }
    Console.print(json ? jsonText(lines, synthetic) : text(lines))
    return .done
  }

  private func text(_ lines: [LatestMetrics.Line]) -> String {
    var rows = [
      "             coherence  stability  entropy  rupture   evidence  state        as of"
    ]
    for line in lines {
      let metrics = line.metrics
      guard metrics.ready else {
        rows.append(
          "\(padded(line.instrument))not ready: \(metrics.pairs) of 32 pairs of moves, as of \(metrics.asOf)"
        )
        continue
      }
      rows.append(
        "\(padded(line.instrument))    \(ratio(metrics.coherence))      \(ratio(metrics.stability))    "
          + "\(ratio(metrics.entropy))    \(metrics.ruptureDefined ? ratio(metrics.rupture) : "  –  ") "
          + "\(evidence(metrics)) bits  \(padded(metrics.state.name))\(metrics.asOf)")
    }
    rows.append(
      "a fair coin      \(FairCoin.coherence)      \(FairCoin.stability)    \(FairCoin.entropy)    "
        + "\(FairCoin.rupture)  \(FairCoin.evidence) bits  flux in \(FairCoin.share(of: .flux)) of 100"
    )
    return rows.joined(separator: "\n")
  }

  private func jsonText(_ lines: [LatestMetrics.Line], _ synthetic: [String]) -> String {
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
      part.add("evidence_bits", raw: evidenceBits(metrics.evidenceQ32, places: 3))
      part.add("state", metrics.state.name)
      object.add(line.instrument, part)
    }
    var coin = JSON()
    for (name, value) in [
      ("coherence", FairCoin.coherence), ("stability", FairCoin.stability),
      ("entropy", FairCoin.entropy), ("rupture", FairCoin.rupture),
      ("evidence_bits", FairCoin.evidence),
    ] { coin.add(name, raw: value) }
    object.add("coin", coin)
    object.add(synthetic: synthetic)
    return object.text
  }

  private func ratio(_ ratio: Ratio) -> String {
    decimal(signedRoundedDivision(ratio.micros, by: 1_000), places: 3)
  }

  private func evidence(_ metrics: MetricsComputed) -> String {
    let text = evidenceBits(metrics.evidenceQ32, places: 2)
    return String(repeating: " ", count: max(0, 5 - text.count)) + text
  }

  private func padded(_ name: String) -> String {
    name + String(repeating: " ", count: max(0, 13 - name.count))
  }
}

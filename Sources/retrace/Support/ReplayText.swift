import Events
import Journal
import Market
import Node
import Numerics
import Turns

/// What replay found, as a person reads it and as a program does.
struct ReplayText {
  private let report: ReplayReport
  private let journal: String
  private let lastPage: PageHeader?

  /// - Parameter lastPage: The page that holds the last event replayed, nil where none was.
  init(_ report: ReplayReport, journal: String, lastPage: PageHeader?) {
    self.report = report
    self.journal = journal
    self.lastPage = lastPage
  }

  /// The content digest behind the last event replayed. Pages keep it at their ends: nil elsewhere,
  /// and where the page did not come out as recorded.
  private var digest: Digest256? {
    guard report.isIdentical, let lastPage, lastPage.lastSequence == report.counts.events else {
      return nil
    }
    return lastPage.contentHead
  }

  private var events: UInt64 { report.verified }
  private var inputs: UInt64 { report.counts.verifiedInputs }

  private var rate: Double {
    report.seconds > 0 ? Double(events) / report.seconds : 0
  }

  var text: String {
    var lines: [String] = []
    if !report.isProof {
      let versions = Array(Set(report.otherRules)).sorted().map(String.init).joined(separator: ", ")
      lines.append(
        "Comparison, not proof: recorded under rules version \(versions), replayed under \(rulesVersion)."
      )
    }
    lines += SyntheticText.lines(report.history)
    lines += report.warnings
    if let difference = report.difference {
      lines += explain(difference)
    } else if let difference = report.snapshotDifference {
      lines += explain(difference)
    } else {
      lines += [
        "Identical: \(grouped(report.verified)) events of \(grouped(inputs)) inputs came out "
          + "byte for byte as recorded (\(seconds(report.seconds)), \(grouped(Int64(rate))) events/s).",
        "  content digest  \(digest.map { "\($0)" } ?? notKnown)",
      ]
      if report.snapshots > 0 {
        lines.append("  snapshots       \(report.snapshots) passed, each with the same state")
      }
    }
    return lines.joined(separator: "\n")
  }

  private func explain(_ difference: SnapshotDifference) -> [String] {
    var lines = [
      "Different: every event compared came out as recorded, but the snapshot at event "
        + "\(grouped(difference.sequence)) holds another state of \(difference.section) than replay came to."
    ]
    if let recorded = difference.recorded, let replayed = difference.replayed {
      lines += ["  snapshot  \(recorded)", "  replayed  \(replayed)"]
    }
    lines.append(
      "Nothing was changed. The events are the truth: open the journal with `retrace run --from-zero`, "
        + "which reads no snapshot, and report this.")
    return lines
  }

  private var notKnown: String {
    guard let lastPage else { return "none: there is no event" }
    return
      "not known behind event \(grouped(report.counts.events)): pages keep it at their ends, this one "
      + "at event \(grouped(lastPage.lastSequence))"
  }

  private func explain(_ difference: Difference) -> [String] {
    var lines = [
      "Different: event \(grouped(difference.sequence)) at \(difference.at) is the first that did not come "
        + "out as recorded. Everything before it did.",
      difference.cause == 0
        ? "  cause     a timer" : "  cause     event \(difference.cause) was being applied",
      "  differs   \(difference.differingFields.joined(separator: ", "))",
    ]
    lines +=
      side("recorded", difference.recorded, difference)
      + side("replayed", difference.replayed, difference)
    lines.append(
      "Nothing was changed. See the event and its neighbours: retrace journal dump \(journal) "
        + "--from \(max(1, difference.sequence.subtractingReportingOverflow(3).partialValue)) --to \(difference.sequence + 3)"
    )
    return lines
  }

  private func side(
    _ title: String, _ side: Difference.Side?, _ difference: Difference
  ) -> [String] {
    guard let side else { return ["  \(title)  nothing"] }
    let names = difference.differingFields
    let references = [
      ("cause", "\(side.cause)"),
      ("because", side.because.map(String.init).joined(separator: ", ")),
    ]
    return ["  \(title)  \(side.kind.name)"]
      + references.filter { names.contains($0.0) }.map { "    ≠ \($0.0) = \($0.1)" }
      + side.fields.map { field in
        "    \(names.contains(field.name) ? "≠" : " ") \(field.name) = \(field.text ?? "(absent)")"
      }
  }

  var json: String {
    var object = JSON()
    object.add("identical", report.isIdentical)
    object.add("proof", report.isProof && report.isIdentical)
    object.add("inputs", inputs)
    object.add("events", events)
    object.add("content_digest", digest?.hex)
    object.add("first_difference", report.difference.map(describe))
    object.add("snapshots", report.snapshots)
    object.add("snapshot_difference", report.snapshotDifference.map(describe))
    object.add("from_snapshot", report.fromSnapshot)
    object.add("warnings", texts: report.warnings)
    object.add("events_per_second", decimal: rate)
    object.add(synthetic: report.history.synthetic)
    return object.text
  }

  private func describe(_ difference: SnapshotDifference) -> JSON {
    var object = JSON()
    object.add("sequence", difference.sequence)
    object.add("section", difference.section)
    object.add("recorded", difference.recorded)
    object.add("replayed", difference.replayed)
    return object
  }

  private func describe(_ difference: Difference) -> JSON {
    var object = JSON()
    object.add("sequence", difference.sequence)
    object.add("at", difference.at.text)
    object.add("cause", difference.cause)
    object.add(
      "fields", texts: difference.differingFields)
    object.add("recorded", difference.recorded.map(EventJSON.side))
    object.add("replayed", difference.replayed.map(EventJSON.side))
    return object
  }
}
